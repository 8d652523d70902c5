"""Who is told that somebody in care asked for something, and that there is an answer."""

from datetime import date, datetime

from portal.accounts.queries import users_who_may
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.states import RequestKind, RequestState
from portal.core.clock import day_of
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import format_phone
from portal.core.series import Series, said
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel, Unsent
from portal.notifications.truth import FOR_THE_PERSON
from portal.residents.households.telling import addressee, tell_person

SUBJECT = "care_request"
ASKED_SUBJECT = N_("이용자의 부탁이 있습니다")
ASKED_BODY = N_("%(household)s에서 부탁을 남기셨습니다.\n%(due)s까지 답해 주십시오.\n\n%(url)s\n")
PRIVATE_SUBJECT = N_("사무국에만 남긴 부탁이 있습니다")
PRIVATE_BODY = N_("사무국에만 남긴 부탁이 있습니다.\n%(due)s까지 답해 주십시오.\n\n%(url)s\n")
ANSWERED = N_("부탁하신 일에 답을 드렸습니다. 문의 %(phone)s")
ANSWERED_SUBJECT = N_("부탁하신 일에 답을 드렸습니다")


def is_private(request: CareRequest) -> bool:
    """Whether it stays between the resident and the office."""
    return request.kind is RequestKind.OTHER_COORDINATOR


def notify_of_request(request: CareRequest, now: datetime) -> None:
    """Tell whoever is to answer; what was asked stays inside the portal."""
    words = {
        "household": said(request.household.number, Series.HOUSEHOLD),
        "due": format_moment(request.due_at),
        "url": f"{current_settings().base_url}/requests/{request.id}",
    }
    about, path = About(SUBJECT, request.id), f"/requests/{request.id}"
    if is_private(request):
        body, kind = PRIVATE_BODY % words, "request_private"
        news = News(Matter.PRIVATE, about, PRIVATE_SUBJECT, path, kind=kind, body=body)
        tell_staff(users_who_may(Permission.APPLICATION_PAIR), news, now=now)
        return
    news = News(Matter.REQUEST, about, ASKED_SUBJECT, path, kind="request_asked", body=ASKED_BODY % words)
    tell_staff([request.case.coordinator], news, now=now, audience=Audience.COORDINATOR)


def notify_of_answer(request: CareRequest, now: datetime) -> bool:
    """Tell the resident that there is an answer; which one, they read or hear. Answers whether a message goes.

    Where only a call is left, one about another coordinator is the office's, and stands on no list of the coordinator.
    """
    if is_private(request) and addressee(request.person).channel is Channel.CALL:
        return False
    body = ANSWERED % {"phone": format_phone(phone_for(request, day_of(now)))}
    about = About(SUBJECT, request.id)
    message = tell_person(request.person, body, subject=ANSWERED_SUBJECT, kind="request_answered", now=now, about=about)
    if is_private(request):
        message.household_id = None  # one that fails would otherwise be a call of the coordinator
    return message.channel is not Channel.CALL


def phone_for(request: CareRequest, day: date) -> str:
    """Whom the resident calls about it."""
    return current_settings().office_phone if is_private(request) else in_charge(request.case, day).phone


def untruth_of_request(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Nobody is asked to answer what is over; that there is an answer stays so."""
    request = db.session.get(CareRequest, message.subject_id) if message.subject_id else None
    if request is None or message.audience in FOR_THE_PERSON or request.ended_at is None:
        return None
    return Unsent.ENDED if request.state is not RequestState.ANSWERED else Unsent.SUPERSEDED
