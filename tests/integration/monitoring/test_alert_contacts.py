"""The page of an alert and the call desk are one: one turn of a call, one history of contacts, one count of tries."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.monitoring.alerts.actions import Tried, see_to_alert
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, AttemptResult
from portal.monitoring.calls.actions import take_turn
from portal.monitoring.calls.models import CallTurn, PhoneCall
from portal.monitoring.calls.states import CallTaskKind
from portal.notifications.models import OutboxMessage
from portal.notifications.settling import settle
from portal.notifications.states import Delivery, Unsent
from tests.client import PortalClient
from tests.factories.alerts import NO_ANSWER, make_alert
from tests.factories.calls import kinds_of, kinds_open, make_due, to_call
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_office

HOUR = timedelta(hours=1)
CALL, VISIT = ContactMeans.CALL, ContactMeans.VISIT
SPOKE = Tried(AttemptMeans.CALL, AttemptResult.SPOKE)
SEEN = Tried(AttemptMeans.DOOR, AttemptResult.SEEN, note="누워 계심")


@pytest.fixture
def case(session: Session) -> CareCase:
    """Somebody who is to be called today, and is looked for."""
    return make_due()


@pytest.fixture
def alert(case: CareCase) -> Alert:
    return make_alert(case)


@pytest.fixture(autouse=True)
def monday_at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def contacts_of(session: Session, case: CareCase) -> list[tuple[ContactMeans, ContactOutcome, BegunBy]]:
    made = select(Contact).where(Contact.case_id == case.id).order_by(Contact.at)
    return [(each.means, each.outcome, each.begun_by) for each in session.scalars(made)]


def test_what_is_tried_there_counts_as_at_the_desk(session: Session, case: CareCase, alert: Alert) -> None:
    """Three tries ask for a visit, a visit ends that, and whoever spoke is not called again the same day."""
    office = make_office().actor
    for hours in range(3):
        see_to_alert(alert, NO_ANSWER, actor=office, now=NOW + hours * HOUR)
    turn = session.scalars(select(CallTurn)).one()
    assert (turn.tries, kinds_open(case)) == (3, [CallTaskKind.UNREACHED])
    see_to_alert(alert, SEEN, actor=office, now=NOW + 3 * HOUR)
    assert (turn.tries, kinds_open(case)) == (0, [])
    assert kinds_of(to_call(case.coordinator.actor, NOW + 3 * HOUR)[0]) == ["alerts"]
    at, by = NOW + 4 * HOUR, BegunBy.RESIDENT
    see_to_alert(alert, SPOKE, begun_by=by, ending=AlertEnding.SAFE, actor=case.coordinator.actor, now=at)
    assert (case.next_contact_on, to_call(case.coordinator.actor, at)) == (date(2026, 12, 23), [])
    assert contacts_of(session, case) == [
        *[(CALL, ContactOutcome.NO_ANSWER, BegunBy.US)] * 3,
        (VISIT, ContactOutcome.WORRYING, BegunBy.US),
        (CALL, ContactOutcome.WELL, BegunBy.RESIDENT),
    ]
    assert len(session.scalars(select(PhoneCall)).all()) == 4


@pytest.mark.parametrize(
    ("means", "result", "ending", "kept"),
    [
        (AttemptMeans.CALL, AttemptResult.UNCLEAR, None, []),
        (AttemptMeans.CALL, AttemptResult.HEARD, AlertEnding.OUT, []),
        (AttemptMeans.CONTACT_PERSON, AttemptResult.NO_ANSWER, None, []),
        (AttemptMeans.DOOR_OPENED, AttemptResult.SEEN, AlertEnding.DIED, []),
        (AttemptMeans.DOOR, AttemptResult.SEEN, AlertEnding.EMERGENCY, [(VISIT, ContactOutcome.WORRYING)]),
        (AttemptMeans.CALL, AttemptResult.SPOKE, AlertEnding.HOSPITAL, [(CALL, ContactOutcome.NEEDS_CHANGE)]),
    ],
)
def test_nobody_is_said_to_be_met_who_was_not(
    session: Session,
    case: CareCase,
    alert: Alert,
    means: AttemptMeans,
    result: AttemptResult,
    ending: AlertEnding | None,
    kept: list[tuple[ContactMeans, ContactOutcome]],
) -> None:
    tried, back_on = Tried(means, result, "옆집"), date(2026, 11, 30)
    turn = take_turn(case.household_id, case.household_id, actor=case.coordinator.actor, now=NOW)
    see_to_alert(alert, tried, ending=ending, until_on=back_on, actor=case.coordinator.actor, now=NOW)
    assert [each[:2] for each in contacts_of(session, case)] == kept
    assert turn.taken_until is None, "what came of it is written, so the call is nobody's"


def test_while_a_colleague_calls_nobody_else_does(
    client: PortalClient, session: Session, case: CareCase, alert: Alert
) -> None:
    """Taken on the page of the alert it is taken at the desk, and what came of it gives it free."""
    office, page, taking = make_office(), f"/alerts/{alert.id}", f"/calls/alerts/{alert.id}/take"
    client.sign_in(case.coordinator_id)
    assert taking in client.get(page).text
    assert client.post(taking).location == page
    own = client.get(page).text
    assert "내가 맡음" in own
    assert own.count(f'href="tel:{case.person.phone}"') == 2
    client.sign_in(office.id)
    for path in (page, "/calls"):
        seen = client.get(path).text
        assert f"{case.coordinator.name} 통화 중 09:10까지" in seen
        assert "/take" not in seen
    assert "이 전화를 맡고 있습니다" in client.post(taking, follow_redirects=True).text
    client.sign_in(case.coordinator_id)
    typed = {"means": "call", "result": "no_answer", "then": "go_on", "next_look_at": "1"}
    assert "먼저 한 연락은 닿은 것입니다" in client.post(page, data=typed | {"begun_by": "resident"}).text
    assert client.post(page, data=typed | {"begun_by": "us"}).status_code == 303
    client.sign_in(office.id)
    assert taking in client.get(page).text
    assert contacts_of(session, case) == [(CALL, ContactOutcome.NO_ANSWER, BegunBy.US)]


@pytest.mark.parametrize(
    ("state", "why", "words"),
    [
        (Delivery.WAITING, None, "문자: 곧 보냅니다."),
        (Delivery.SENT, None, "문자: 09:00에 보냈습니다."),
        (Delivery.SENT, "문자 보내는 곳", "문자: 09:00에 보냈고 도착했습니다."),
        (Delivery.FAILED, Unsent.REFUSED, "문자: 보내지 못했습니다(받을 수 없는 번호나 주소)."),
        (Delivery.UNKNOWN, Unsent.CUT_SHORT, "문자: 갔는지 모릅니다(보내다가 끊김)."),
    ],
)
def test_the_page_says_what_became_of_the_question(
    client: PortalClient, session: Session, case: CareCase, alert: Alert, state: Delivery, why: str | None, words: str
) -> None:
    """Where the turn waits for its answer, and beside the attempt."""
    (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.subject_id == alert.id)).all()
    if state is not Delivery.WAITING:
        told = why if isinstance(why, Unsent) else None
        settle(message, state, NOW, why=told, by="" if told else why or "")
    client.sign_in(case.coordinator_id)
    assert client.get(f"/alerts/{alert.id}").text.count(words) == 2
