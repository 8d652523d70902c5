"""What guests of an event hear by mail; each mail carries the link to their place."""

from datetime import datetime

from portal.consortium.events.calendar import calendar_of, is_over
from portal.consortium.events.links import PLACE
from portal.consortium.events.models import EventGuest
from portal.consortium.events.queries import SUBJECT
from portal.consortium.events.states import GuestStanding
from portal.consortium.events.truth import THANKED, says_of
from portal.core.dates import format_clock, format_moment
from portal.core.messages import N_
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

SEATED = N_("행사에 자리를 잡았습니다: %(title)s")
WAITING = N_("행사 대기자로 받았습니다: %(title)s")
MOVED_UP = N_("행사에 자리가 났습니다: %(title)s")
CHANGED = N_("행사 일정이 바뀌었습니다: %(title)s")
CALLED_OFF = N_("행사가 취소되었습니다: %(title)s")
FACTS = N_("%(name)s 님, %(subject)s\n\n때: %(when)s\n곳: %(place)s\n\n")
BODY = FACTS + N_(
    "아래에서 신청을 보고, 오지 못하시면 한 번에 취소할 수 있습니다. 로그인하지 않으셔도 됩니다.\n%(url)s\n\n"
    "%(file)s%(office)s"
)
WITHDRAWN = N_("행사 신청을 취소했습니다: %(title)s")
WITHDRAWN_BODY = FACTS + N_(
    "말씀하신 대로 신청을 취소했습니다. 사실과 다르면 사무국에 전화해 주십시오.\n\n%(file)s%(office)s"
)
CALLED_OFF_BODY = FACTS + N_("열지 않는 까닭: %(because)s\n\n따로 취소하지 않으셔도 됩니다.\n\n%(file)s%(office)s")
FILE = N_("함께 보내는 달력 파일을 열면 일정이 달력에 들어갑니다.")
FILE_ENDS = N_("함께 보내는 달력 파일을 열면 일정이 달력에서 빠집니다.")
THANKS = N_("와 주셔서 고맙습니다: %(title)s")
THANKS_BODY = N_(
    "%(name)s 님, 행사에 와 주셔서 고맙습니다.\n"
    "행사에서 나눈 이야기는 아래에서 보실 수 있습니다.\n%(url)s\n\n%(office)s"
)


def tell_guest(guest: EventGuest, subject: str, *, now: datetime) -> None:
    """Of the event as it stands, and of their place in it; who has no e-mail is left for the office to telephone."""
    if not guest.email:
        guest.call_since = guest.call_since or now
        return
    event, calendar = guest.event, calendar_of(guest, now)
    words = subject % {"title": event.title}
    body = _body(guest) % {
        "name": guest.name,
        "subject": words,
        "when": f"{format_moment(event.starts_at)}~{format_clock(event.ends_at)}",
        "place": event.place,
        "url": PLACE.address_of(guest.id),
        "because": event.called_off_because,
        "file": f"{FILE_ENDS if is_over(guest) else FILE}\n\n" if calendar else "",
        "office": current_settings().office_name,
    }
    about = About(SUBJECT, guest.id, says_of(guest))
    send_mail(
        guest.email,
        words,
        body,
        audience=Audience.GUEST,
        kind="event_place",
        now=now,
        about=about,
        not_after=None if event.is_called_off else event.starts_at,
        calendar=calendar,
    )


def _body(guest: EventGuest) -> str:
    if guest.event.is_called_off:
        return CALLED_OFF_BODY
    return WITHDRAWN_BODY if guest.standing is GuestStanding.WITHDRAWN else BODY


def tell_place(guest: EventGuest, *, now: datetime) -> None:
    """Of a place, or of waiting for one, after registering."""
    tell_guest(guest, SEATED if guest.standing is GuestStanding.SEATED else WAITING, now=now)


def thank_guest(guest: EventGuest, *, now: datetime) -> None:
    event, settings = guest.event, current_settings()
    words = THANKS % {"title": event.title}
    url = f"{settings.base_url.rstrip('/')}/events/{event.id}"
    body = THANKS_BODY % {"name": guest.name, "url": url, "office": settings.office_name}
    about = About(SUBJECT, guest.id, THANKED)
    send_mail(guest.email, words, body, audience=Audience.GUEST, kind="event_thanks", now=now, about=about)
