"""What a body is told, by which words, and that it is told nothing past its answer."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.notifications.models import OutboxMessage
from portal.partners.requests.actions import tell_of_deadlines
from portal.partners.requests.states import BodyRequestState
from portal.residents.applications.actions import withdraw_application
from portal.residents.applications.queries import application_by_number
from tests.factories.accounts import make_staff
from tests.factories.body_requests import make_body_request
from tests.factories.consortium import NOW

S = BodyRequestState


def test_whoever_asks_is_texted_nothing_and_looks_nothing_up(session: Session) -> None:
    """The person has no mobile number and the asker has one."""
    request = make_body_request(asker_phone="+821044445555", phone="", state=S.TAKEN)
    assert request.application is not None
    withdraw_application(request.application, actor=make_staff().actor, now=NOW)
    assert application_by_number(request.application.number, "+821044445555") is None
    sent = session.scalars(select(OutboxMessage.recipient)).all()
    assert "+821044445555" not in sent


def test_what_is_due_on_monday_is_told_on_friday(session: Session) -> None:
    request = make_body_request()
    request.due_on = date(2026, 11, 30)
    session.flush()
    thursday = NOW + timedelta(days=3)
    assert [tell_of_deadlines(thursday + timedelta(days=days)) for days in (0, 1, 4)] == [0, 1, 0]
