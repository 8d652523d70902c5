"""What waits for the office stands in one list: overdue first, then by age."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.benefits.ledger.actions import Wanted, request_override
from portal.core import clock
from portal.core.dates import format_day, format_moment
from portal.core.permissions import Role
from portal.monitoring.worries.actions import report_worry
from portal.web.filters import show_due
from portal.web.waiting import Waiting, all_waiting
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON
from tests.factories.coordinators import make_application
from tests.factories.ledger import make_paying
from tests.factories.meetings import make_closed
from tests.factories.referrals import make_scene
from tests.pages import find_all, parse, text_of

NOW = clock.now()


def rows(client: PortalClient) -> list[str]:
    return [text_of(row) for row in find_all(parse(client.get("/inbox").get_data(as_text=True)), "tr")]


def test_is_overdue_after_its_day() -> None:
    waiting = Waiting("", "", NOW, NOW - timedelta(seconds=1))
    assert waiting.is_overdue(NOW)
    assert not Waiting("", "", NOW).is_overdue(NOW)


def test_is_due_until_the_end_of_its_day() -> None:
    today = clock.day_of(NOW)
    assert not Waiting("", "", NOW, today).is_overdue(NOW)
    assert Waiting("", "", NOW, today - timedelta(days=1)).is_overdue(NOW)
    assert [show_due(today), show_due(NOW), show_due(None)] == [format_day(today), format_moment(NOW), "-"]


def test_a_worry_that_nobody_looked_into_is_overdue_as_on_the_day_of_coordinators(
    client: PortalClient, session: Session
) -> None:
    told = {"whereabouts": "", "what": "", "reporter_name": "", "reporter_phone": ""}
    report_worry(dong_code=MANGWON, **told, now=NOW - timedelta(days=3))
    client.sign_in(make_user(Role.OFFICE).id)
    assert ["지남" in row for row in rows(client) if "걱정 소식 살펴보기" in row] == [True]


def test_tells_what_each_feature_has_the_overdue_first(client: PortalClient, session: Session) -> None:
    office = make_user(Role.OFFICE)
    scene = make_scene()
    wanted = Wanted(scene.person.id, make_paying(scene.line.service, name="돌봄 지원"), NOW.year, 10_000)
    request_override(wanted, reason="하나", actor=scene.coordinator, now=NOW - timedelta(days=40))
    make_closed(office.actor)
    client.sign_in(office.id)
    found = [row for row in rows(client) if "회의에서 정한 일" in row or "한도 초과" in row]
    assert ["회의에서 정한 일: 견적 받기 · " in found[0], "한도 초과 요청 결정하기: 돌봄 지원" in found[1]] == [
        True,
        True,
    ]
    assert "지남" in found[0]
    assert "00:00" not in found[0]
    with client.application.test_request_context("/"):
        assert all_waiting(make_user(Role.COOPERATIVE).actor, NOW) == []


def test_applications_whose_call_is_overdue_stand_first(client: PortalClient, session: Session) -> None:
    client.sign_in(make_user(Role.OFFICE).id)
    late, fresh = (make_application(received_at=NOW - timedelta(days=days)) for days in (5, 0))
    shown = [row for row in rows(client) if late.number in row or fresh.number in row]
    assert [late.number in shown[0], "지남" in shown[0]] == [True, True]
