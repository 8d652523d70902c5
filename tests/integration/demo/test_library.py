"""What the demonstration keeps in its library."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.consortium.library.models import LibraryEdition, LibraryItem, LibraryShown
from portal.consortium.library.queries import closed_items
from portal.consortium.library.rules import standing_of
from portal.consortium.library.states import ConsentStanding, LibraryKind
from portal.core import clock
from tests.integration.demo.conftest import NOW


def test_the_library_has_every_kind_and_press_in_every_state_of_consent(seeded: Session) -> None:
    items = seeded.scalars(select(LibraryItem)).all()
    assert (len(items), {item.kind for item in items}) == (12, set(LibraryKind))
    later = select(func.count()).select_from(LibraryEdition).where(LibraryEdition.number > 1)
    assert seeded.scalar(later) == 2
    today = clock.day_of(NOW)
    noted = seeded.scalars(select(LibraryShown)).all()
    standings = {standing_of(each.newest, today) for each in noted}
    assert standings == set(ConsentStanding)
    assert [item.title for item in closed_items(today)] == [
        "반려동물과 함께 늙기: 방문 돌봄 소식지",
        "포럼을 알리는 인터뷰",
        "청소 한 번이 바꾼 방",
    ]
