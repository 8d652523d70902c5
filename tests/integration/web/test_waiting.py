"""What waits for the office stands in one list by urgency, each with the one thing to do."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.benefits.ledger.actions import Wanted, request_override
from portal.core import clock
from portal.core.permissions import Role
from portal.core.urgency import Rank
from portal.monitoring.worries.actions import report_worry
from portal.residents.applications.states import Urgency
from portal.web.agenda import Desk, Entry
from portal.web.waiting import WAITING, Waiting, all_waiting
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON
from tests.factories.coordinators import make_application
from tests.factories.ledger import make_paying
from tests.factories.meetings import AFTER, make_closed
from tests.factories.referrals import make_person, make_scene
from tests.pages import find_all, parse, text_of


def told(client: PortalClient, role: Role = Role.OFFICE, now: datetime | None = None) -> list[Entry]:
    """What waits, as somebody of this role is told."""
    with client.application.test_request_context("/"):
        return all_waiting(Desk(make_user(role).actor, now or clock.now()))


def shown(client: PortalClient, address: str = "/inbox") -> list[str]:
    items = find_all(parse(client.get(address).get_data(as_text=True)), "li")
    return [text_of(item) for item in items if "agenda-item" in item.get("class", "")]


@pytest.fixture
def office(client: PortalClient, session: Session) -> PortalClient:
    client.sign_in(make_user(Role.OFFICE).id)
    return client


def test_each_kind_is_told_by_one_feature(session: Session) -> None:
    assert {"applications", "backups", "handovers", "leaves", "overrides", "promises", "removals", "unentered"} <= {
        kind for kind, _waiting in WAITING.items()
    }
    assert all(isinstance(waiting, Waiting) for waiting in WAITING)


def test_a_worry_stands_first_and_is_overdue_as_on_the_day_of_coordinators(office: PortalClient) -> None:
    now = clock.now()
    words = {"whereabouts": "", "what": "", "reporter_name": "", "reporter_phone": ""}
    report_worry(dong_code=MANGWON, **words, may_ask=False, now=now - timedelta(days=3))
    make_application(received_at=now - timedelta(days=9))
    first = shown(office)[0]
    assert ["걱정 소식 살펴보기" in first, "2일 지남" in first, "3일 기다림" in first] == [True] * 3


def test_what_others_promised_is_only_watched_until_it_is_late(office: PortalClient) -> None:
    make_closed(make_user(Role.OFFICE).actor)
    for now, rank in ((AFTER, Rank.WATCHED), (AFTER + timedelta(days=30), Rank.AT_ONCE)):
        assert [(entry.kind, entry.urgency) for entry in told(office, now=now)] == [("promises", rank)]


def test_a_request_waits_by_its_age_behind_what_is_late(office: PortalClient) -> None:
    now = clock.now()
    scene = make_scene()
    wanted = Wanted(scene.person.id, make_paying(scene.line.service, name="돌봄 지원"), now.year, 10_000)
    request_override(wanted, reason="하나", actor=scene.coordinator, now=now - timedelta(days=40))
    make_closed(make_user(Role.OFFICE).actor)
    first, second = shown(office)
    assert ["견적 받기" in first, "회의에서 정한 일" in first, "지남" in first] == [True] * 3
    assert ["한도 초과 요청 결정하기: 돌봄 지원" in second, "40일 기다림" in second] == [True] * 2
    assert told(office, Role.COOPERATIVE) == []


def test_new_applications_come_by_when_they_are_called_the_urgent_first(office: PortalClient) -> None:
    now = clock.now()
    late, fresh = (make_application(received_at=now - timedelta(days=days)) for days in (5, 0))
    urgent = make_application(make_person("김철수"), urgency=Urgency.URGENT, received_at=now)
    found = shown(office)
    assert [number.number in words for number, words in zip((urgent, late, fresh), found, strict=True)] == [True] * 3
    assert ["지남" in words for words in found] == [False, True, False]
    assert ["김*수" in found[0], "오늘 급합니다" in found[0], "김철수" in found[0]] == [True, True, False]


def test_is_narrowed_by_kind_and_goes_on_with_the_next(office: PortalClient) -> None:
    now = clock.now()
    make_closed(make_user(Role.OFFICE).actor)
    for _each in range(2):
        make_application(received_at=now)
    assert (len(shown(office)), len(shown(office, "/inbox?kind=applications"))) == (3, 2)
    page = parse(office.get("/inbox?kind=applications&focus=gone").get_data(as_text=True))
    (next_one,) = [link for link in find_all(page, "a") if "data-takes-focus" in link.attrib]
    assert "back=%2Finbox%3Fkind%3Dapplications%26focus%3Dapplication-" in next_one.get("href", "")
