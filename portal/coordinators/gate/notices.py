"""What coordinators and co-operatives are told when bookings broke; numbers and times, nobody's name."""

from collections.abc import Sequence
from datetime import datetime

from portal.accounts.models import User
from portal.consortium.members.models import Organisation
from portal.coordinators.gate.broken import Broken
from portal.coordinators.gate.truth import BREAK
from portal.coordinators.referrals.notices import told_span
from portal.core.messages import N_
from portal.core.series import Series, said
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

KIND, PATH = "bookings_broken", "/bookings"
SUBJECT = N_("어긋난 예약 %(count)d건을 살펴 주십시오")
BODY = N_(
    "그사이 사정이 바뀌어 그대로 할 수 없게 된 예약입니다.\n\n%(lines)s\n\n"
    "옮기거나, 다른 협동조합에 맡기거나, 취소하거나, 까닭을 적고 그대로 둘 수 있습니다.\n\n%(url)s\n"
)
LINE = N_("%(number)s · %(span)s · %(service)s · %(why)s")


def notify_member_of_broken(member: Organisation, told: Sequence[Broken], now: datetime) -> None:
    """One mail about all of them."""
    subject, body = _words(told)
    about = About(BREAK, member.id)
    send_mail(member.email, subject, body, audience=Audience.COOPERATIVE, kind=KIND, now=now, about=about)


def notify_coordinator_of_broken(coordinator: User, told: Sequence[Broken], now: datetime) -> None:
    """The same, as they or whoever sees to their households today chose to hear of it."""
    subject, body = _words(told)
    news = News(Matter.BROKEN, About(BREAK, coordinator.id), subject, PATH, kind=KIND, body=body)
    tell_staff([coordinator], news, now=now, audience=Audience.COORDINATOR)


def _words(told: Sequence[Broken]) -> tuple[str, str]:
    lines = "\n".join(_line(broken) for broken in told)
    words = {"count": len(told), "lines": lines, "url": f"{current_settings().base_url}{PATH}"}
    return SUBJECT % words, BODY % words


def _line(broken: Broken) -> str:
    referral = broken.referral
    return LINE % {
        "number": said(referral.number, Series.REFERRAL),
        "span": told_span(referral),
        "service": referral.service.name,
        "why": broken.hindrance.words,
    }
