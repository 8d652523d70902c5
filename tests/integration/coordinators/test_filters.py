"""What a coordinator narrows the list of households to is kept under a name, for themselves alone."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.filters.actions import save_filter
from portal.coordinators.filters.models import SavedFilter
from portal.coordinators.filters.rules import AT_MOST, query_of
from portal.core.errors import DomainError
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator

QUERY = "state=planned&due=overdue"


@pytest.fixture
def coordinator(client: PortalClient, session: Session) -> User:
    user = make_coordinator("한지원")
    client.sign_in(user.id)
    return user


def keep(client: PortalClient, name: str, query: str = QUERY) -> int:
    return client.post(f"/households/filters?{query}", data={"name": name}).status_code


def test_sought_words_and_pages_are_no_part_of_it() -> None:
    asked = {"q": "홍길동", "page": "3", "due": "overdue", "state": "planned", "dong": "", "other": "1"}
    assert query_of(asked) == QUERY


def test_stands_above_the_list_and_is_marked_where_it_is_open(client: PortalClient, coordinator: User) -> None:
    assert "이 조건 저장하기" in client.get(f"/households?{QUERY}").text
    assert keep(client, "기한 지난 분") == 303
    opened = client.get("/households?due=overdue&state=planned").text
    assert f'<a href="/households?{QUERY.replace("&", "&amp;")}" aria-current="page">기한 지난 분' in opened
    assert "이 조건 저장하기" not in opened
    assert 'aria-current="page">진행 중 모두' in client.get("/households").text


def test_a_name_is_given_once_and_what_was_typed_stays(client: PortalClient, coordinator: User) -> None:
    keep(client, "나의 목록")
    refused = client.post("/households/filters?due=today", data={"name": "나의 목록"})
    assert refused.status_code == 422
    assert "이 이름으로 저장한 조건이 있습니다" in refused.text
    assert 'value="나의 목록"' in refused.text


@pytest.mark.parametrize(("name", "query"), [("", QUERY), ("가" * 21, QUERY), ("모두", ""), ("모두", "q=홍길동")])
def test_what_is_none_is_refused(
    client: PortalClient, session: Session, coordinator: User, name: str, query: str
) -> None:
    assert keep(client, name, query) == 422
    assert session.scalar(select(func.count()).select_from(SavedFilter)) == 0


def test_there_are_as_many_as_one_can_look_over(session: Session, coordinator: User) -> None:
    for number in range(AT_MOST):
        save_filter(f"{number}", QUERY, actor=coordinator.actor, now=NOW)
    with pytest.raises(DomainError):
        save_filter("하나 더", QUERY, actor=coordinator.actor, now=NOW)


def test_is_dropped_by_its_owner_alone(client: PortalClient, session: Session, coordinator: User) -> None:
    mine = save_filter("나의 목록", QUERY, actor=coordinator.actor, now=NOW)
    session.commit()
    client.sign_in(make_coordinator("김하늘").id)
    assert "나의 목록" not in client.get("/households").text
    assert client.post(f"/households/filters/{mine.id}/drop").status_code == 404
    client.sign_in(coordinator.id)
    assert client.post(f"/households/filters/{mine.id}/drop").status_code == 303
    assert session.scalar(select(func.count()).select_from(SavedFilter)) == 0
