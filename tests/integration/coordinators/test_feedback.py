"""How a visit was reaches the co-operative; what was said of it only with the resident's leave."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import Rating
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import make_organisation
from tests.factories.referrals import Scene, make_scene, make_user, make_visit
from tests.factories.visiting import after, record_of

WORDS = "책장 뒤까지 닦아 주셨습니다."


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


@pytest.fixture
def visit(scene: Scene) -> Iterator[Visit]:
    visit = make_visit(scene)
    record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
    db.session.commit()
    with time_machine.travel(after(visit), tick=False):
        yield visit


def tell(client: PortalClient, scene: Scene, visit: Visit, **more: str) -> None:
    sign_in(client, scene.resident)
    answer = client.post(f"/my/visits/{visit.id}/feedback", data={"rating": "good", "text": WORDS, **more})
    assert answer.status_code == 303


def sign_in(client: PortalClient, actor: Actor) -> None:
    assert actor.user_id is not None
    client.sign_in(actor.user_id)


def read(client: PortalClient, actor: Actor, address: str) -> str:
    sign_in(client, actor)
    return client.get(address).get_data(as_text=True)


def test_the_rating_is_read_by_the_cooperative_and_the_words_are_not(
    client: PortalClient, scene: Scene, visit: Visit
) -> None:
    tell(client, scene, visit)
    page = read(client, scene.worker, f"/visits/{visit.id}")
    assert "좋았어요" in page
    assert WORDS not in page
    assert "좋았어요" in read(client, scene.worker, "/visits?past=1")
    assert WORDS in read(client, scene.coordinator, f"/visits/{visit.id}")


def test_a_rating_given_to_the_coordinator_alone_stays_with_them(
    client: PortalClient, scene: Scene, visit: Visit
) -> None:
    visit.rating, visit.feedback_at = Rating.GOOD, after(visit)
    db.session.commit()
    pages = [read(client, scene.worker, address) for address in (f"/visits/{visit.id}", "/visits?past=1")]
    assert not any("좋았어요" in page for page in pages)
    assert "좋았어요" in read(client, scene.coordinator, f"/visits/{visit.id}")


def test_shared_words_are_read_by_the_cooperative(client: PortalClient, scene: Scene, visit: Visit) -> None:
    tell(client, scene, visit, is_shared="y")
    assert WORDS in read(client, scene.worker, f"/visits/{visit.id}")


def test_another_cooperative_reads_nothing(client: PortalClient, scene: Scene, visit: Visit) -> None:
    tell(client, scene, visit, is_shared="y")
    stranger = make_user(Role.COOPERATIVE, "남", organisation=make_organisation("남의조합"))
    db.session.commit()
    sign_in(client, stranger.actor)
    assert client.get(f"/visits/{visit.id}").status_code == 404


def test_the_resident_is_told_who_reads_it(client: PortalClient, scene: Scene, visit: Visit) -> None:
    page = read(client, scene.resident, f"/my/visits/{visit.id}/feedback")
    assert "코디네이터와 협동조합이 봅니다" in page
