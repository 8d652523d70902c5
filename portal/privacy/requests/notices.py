"""What whoever asked hears, which says nothing of what was asked, and what the office hears."""

from datetime import date, datetime

from portal.accounts.queries import users_who_may
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import format_phone
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About, take_back_untrue
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import FOR_THE_PERSON
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import RightsState
from portal.residents.households.telling import tell_person

SUBJECT = "rights_request"
HEADING = N_("개인정보 요구 안내")
RECEIVED = (
    N_("개인정보 요구 %(number)s 접수, %(due)s까지 답합니다."),
    N_("개인정보 요구 접수. %(due)s까지 답합니다."),
)
EXTENDED = N_("개인정보 요구의 답이 %(due)s까지 늦어집니다. 문의 %(phone)s")
ANSWERED = N_("개인정보 요구 %(number)s에 답을 드렸습니다. 문의 %(phone)s")
CAME = N_("개인정보 요구가 들어왔습니다.")
WARNED = N_("개인정보 요구에 답할 날이 다가옵니다.")
OVERDUE = N_("개인정보 요구에 답할 날이 지났습니다.")


def short_day(day: date) -> str:
    """12. 9. for a text message of 90 bytes, whose reader knows the year."""
    return f"{day.month}. {day.day}."


def confirm(request: RightsRequest, now: datetime) -> OutboxMessage:
    """The number, and by when it is answered."""
    words = {"number": request.number, "due": short_day(request.due_on)}
    return _tell(request, [each % words for each in RECEIVED], "rights_received", RightsState.RECEIVED, now)


def tell_extension(request: RightsRequest, now: datetime) -> OutboxMessage:
    words = {"due": short_day(request.due_on), "phone": format_phone(current_settings().office_phone)}
    take_back_untrue(SUBJECT, request.id, now=now)
    return _tell(request, [EXTENDED % words], "rights_extended", RightsState.EXTENDED, now)


def tell_answer(request: RightsRequest, now: datetime) -> OutboxMessage:
    """That an answer is there, and nothing of what it says."""
    words = {"number": request.number, "phone": format_phone(current_settings().office_phone)}
    take_back_untrue(SUBJECT, request.id, now=now)
    return _tell(request, [ANSWERED % words], "rights_answered", request.state, now)


def _tell(request: RightsRequest, bodies: list[str], kind: str, says: RightsState, now: datetime) -> OutboxMessage:
    about = About(SUBJECT, request.id, says.value)
    return tell_person(request.person, *bodies, subject=HEADING, kind=kind, now=now, about=about)


def tell_office(request: RightsRequest, words: str, now: datetime) -> None:
    news = News(Matter.RIGHTS, About(SUBJECT, request.id), words, f"/rights/{request.id}")
    tell_staff(users_who_may(Permission.RIGHTS_ANSWER), news, now=now)


def untruth_of_request(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Staff hear of what waits; whoever asked hears of a step as long as nothing came after it."""
    request = db.session.get(RightsRequest, message.subject_id)
    if request is None:
        return Unsent.ENDED
    if message.audience not in FOR_THE_PERSON:
        return None if request.ended_at is None else Unsent.ENDED
    is_so = message.says == request.state.value
    return None if is_so else Unsent.SUPERSEDED


def due_words(request: RightsRequest) -> str:
    return format_day(request.due_on)
