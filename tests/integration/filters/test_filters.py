"""What somebody narrows a list to is kept under a name, for themselves alone."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.errors import DomainError, Forbidden, NotFound
from portal.core.filtered import LISTS
from portal.core.permissions import Role
from portal.filters.actions import AT_MOST, save_filter
from portal.filters.models import SavedFilter
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator

ASKED = {"state": "planned", "due": "overdue"}
QUERY = "state=planned&due=overdue"
SOMEBODY = "0198f000-0000-7000-8000-000000000000"
NARROWED = {
    "households": QUERY,
    "referrals": "state=accepted",
    "duties": f"view=soon&coordinator={SOMEBODY}",
    "exemptions": f"coordinator={SOMEBODY}",
    "consulting": f"view=open&member={SOMEBODY}",
    "partners": "kind=hospital",
    "library": "kind=press&view=closed",
    "calls": "kind=messages&dong=1144066000",
    "audit": f"event=household.read&who={SOMEBODY}&reads=y",
    "suggestions": "view=waiting",
    "advice": f"view=open&expert={SOMEBODY}",
    "free_places": "service=cleaning&dong=1144066000",
    "messages": "state=failed&why=no_answer",
    "alerts": "level=danger&rung=door",
    "devices": "state=trouble",
    "screenings": "show=due",
    "series": "state=asked",
    "workers": f"member={SOMEBODY}&left=1",
}
"""A filter of each list, as its own page writes it."""


@pytest.fixture
def coordinator(client: PortalClient, session: Session) -> User:
    user = make_coordinator("한지원")
    client.sign_in(user.id)
    return user


def keep(client: PortalClient, name: str, query: str = QUERY, list_name: str = "households") -> int:
    return client.post(f"/filters/{list_name}?{query}", data={"name": name}).status_code


@pytest.mark.on_sqlite
def test_every_list_keeps_opens_and_marks_its_own(client: PortalClient, session: Session) -> None:
    assert set(dict(LISTS.items())) == set(NARROWED)
    office, coordinator = make_user(Role.OFFICE), make_coordinator("한지원")
    for list_name, query in NARROWED.items():
        narrowed = LISTS.find(list_name)
        assert narrowed is not None
        who = office if office.actor.can(narrowed.permission) else coordinator
        client.sign_in(who.id)
        kept = client.post(f"/filters/{list_name}?{query}", data={"name": f"나의 {list_name}"})
        assert kept.status_code == 303, list_name
        opened = client.get(kept.headers["Location"])
        assert opened.status_code == 200, list_name
        marked = f'?{query.replace("&", "&amp;")}" aria-current="page">나의 {list_name}'
        assert marked in opened.text, list_name
        assert f"나의 {list_name}" in client.get("/filters").text
        assert opened.text.count("나의 ") == 2, "only those of this list, above it, and the news that it was kept"


def test_stands_above_the_list_and_is_marked_where_it_is_open(client: PortalClient, coordinator: User) -> None:
    assert f'href="/filters/households?{QUERY.replace("&", "&amp;")}"' in client.get(f"/households?{QUERY}").text
    assert keep(client, "기한 지난 분") == 303
    assert "이 조건 저장하기" not in client.get("/households?due=overdue&state=planned").text
    assert 'aria-current="page">기본 목록' in client.get("/households").text


def test_a_name_is_given_once_a_list_and_what_was_typed_stays(client: PortalClient, coordinator: User) -> None:
    keep(client, "나의 목록")
    refused = client.post("/filters/households?due=today", data={"name": "나의 목록"})
    assert refused.status_code == 422
    assert "이 이름으로 저장한 조건이 있습니다" in refused.text
    assert 'value="나의 목록"' in refused.text
    assert keep(client, "나의 목록", "state=accepted", "referrals") == 303


@pytest.mark.parametrize(("name", "query"), [("", QUERY), ("가" * 21, QUERY), ("모두", ""), ("모두", "q=홍길동")])
def test_what_is_none_is_refused(
    client: PortalClient, session: Session, coordinator: User, name: str, query: str
) -> None:
    assert keep(client, name, query) == 422
    assert session.scalar(select(func.count()).select_from(SavedFilter)) == 0


def test_a_list_that_one_does_not_see_keeps_nothing(coordinator: User) -> None:
    with pytest.raises(Forbidden):
        save_filter("audit", "나의 목록", {"reads": "y"}, actor=coordinator.actor, now=NOW)
    with pytest.raises(NotFound):
        save_filter("no_such_list", "나의 목록", ASKED, actor=coordinator.actor, now=NOW)


def test_there_are_as_many_as_one_can_look_over(session: Session, coordinator: User) -> None:
    for number in range(AT_MOST):
        save_filter("households", f"{number}", ASKED, actor=coordinator.actor, now=NOW)
    with pytest.raises(DomainError):
        save_filter("households", "하나 더", ASKED, actor=coordinator.actor, now=NOW)
    save_filter("devices", "하나 더", {"state": "trouble"}, actor=coordinator.actor, now=NOW)


def test_is_dropped_by_its_owner_alone(client: PortalClient, session: Session, coordinator: User) -> None:
    mine = save_filter("households", "나의 목록", ASKED, actor=coordinator.actor, now=NOW)
    session.commit()
    client.sign_in(make_coordinator("김하늘").id)
    assert "나의 목록" not in client.get("/households").text
    assert client.post(f"/filters/{mine.id}/drop").status_code == 404
    client.sign_in(coordinator.id)
    assert client.post(f"/filters/{mine.id}/drop").status_code == 303
    assert session.scalar(select(func.count()).select_from(SavedFilter)) == 0
