"""What the co-operative and the coordinator are told by mail about a referral; no name, address or health detail."""

from datetime import datetime

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.truth import says_of
from portal.core.dates import format_moment, format_span, format_stay
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.urgency import is_overdue
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience
from portal.residents.applications.states import Urgency

REQUESTED = N_(
    "%(service)s 연계가 들어왔습니다.\n\n"
    "연계 번호: %(number)s\n때: %(span)s\n곳: %(dong)s\n%(due)s까지 답해 주십시오.\n\n%(url)s\n"
)
WITHDRAWN = N_("%(service)s 연계 %(number)s(%(span)s)이 거두어졌습니다. 잡아 두신 자리는 비었습니다.\n\n%(url)s\n")
FACTS = N_(
    "%(service)s 연계 %(number)s(%(span)s)에서 알아 둘 것이 바뀌었습니다. 가시기 전에 다시 읽어 주십시오.\n\n%(url)s\n"
)
REMINDED = N_(
    "%(service)s 연계 %(number)s(%(span)s)의 답을 아직 받지 못했습니다.\n%(due)s까지 답해 주십시오.\n\n%(url)s\n"
)
REMINDED_LATE = N_(
    "%(service)s 연계 %(number)s(%(span)s)의 답을 %(due)s까지 받기로 했으나 아직 받지 못했습니다.\n"
    "지금 답해 주십시오.\n\n%(url)s\n"
)
SILENT = N_(
    "연계 %(number)s에 %(organisation)s의 답이 %(due)s까지 없었습니다.\n"
    "전화하거나 다른 곳에 연계해 주십시오.\n\n%(url)s\n"
)
ACCEPTED = N_("급한 연계 %(number)s을 %(organisation)s에서 받았습니다. 예약해 주십시오.\n\n%(url)s\n")
DECLINED = N_("연계 %(number)s을 %(organisation)s에서 받지 못했습니다. 다른 곳에 연계해 주십시오.\n\n%(url)s\n")


def referral_url(referral: Referral) -> str:
    """The address of the referral's page, for staff mail."""
    return f"{current_settings().base_url}/referrals/{referral.id}"


def notify_cooperative(
    referral: Referral, subject: str, body: str, *, kind: str, now: datetime, about: About | None = None
) -> None:
    """A mail to the contact of the co-operative, about the referral as it stands if about nothing else."""
    to, about = referral.organisation.email, about or About("referral", referral.id, says_of(referral))
    send_mail(to, subject, body % _words(referral), audience=Audience.COOPERATIVE, kind=kind, now=now, about=about)


def notify_coordinator(
    referral: Referral,
    subject: str,
    body: str,
    *,
    matter: Matter,
    kind: str,
    now: datetime,
    about: About | None = None,
    is_urgent: bool = False,
) -> None:
    """Tell the present coordinator of the case, as they chose to hear of it; what waits stands on the desk, too."""
    news = News(
        matter,
        about or About("referral", referral.id, says_of(referral)),
        subject,
        f"/referrals/{referral.id}",
        kind=kind,
        body=body % _words(referral),
        is_urgent=is_urgent,
    )
    tell_staff([referral.case.coordinator], news, now=now, audience=Audience.COORDINATOR)


def notify_of_request(referral: Referral, now: datetime) -> None:
    """Mail the co-operative that a referral waits for its answer."""
    notify_cooperative(referral, N_("새 연계가 있습니다"), REQUESTED, kind="referral_requested", now=now)


def notify_of_withdrawal(referral: Referral, now: datetime) -> None:
    """Mail the co-operative that its place is free again."""
    notify_cooperative(referral, N_("연계가 거두어졌습니다"), WITHDRAWN, kind="referral_withdrawn", now=now)


def notify_of_facts(referral: Referral, now: datetime) -> None:
    """Mail the co-operative that what a visit must know is otherwise than it read."""
    notify_cooperative(referral, N_("방문할 때 알아 둘 것이 바뀌었습니다"), FACTS, kind="referral_facts", now=now)


def remind_cooperative(referral: Referral, now: datetime) -> None:
    """Mail the co-operative that its answer is awaited, or overdue."""
    body = REMINDED_LATE if is_overdue(referral.answer_due_at, now) else REMINDED
    notify_cooperative(referral, N_("연계의 답을 기다립니다"), body, kind="referral_reminded", now=now)


def notify_of_silence(referral: Referral, now: datetime) -> None:
    """Tell the coordinator that nobody answered in time."""
    subject = N_("연계에 답이 없습니다")
    notify_coordinator(referral, subject, SILENT, matter=Matter.UNANSWERED, kind="referral_unanswered", now=now)


def notify_of_answer(referral: Referral, *, accepted: bool, now: datetime) -> None:
    """Tell the coordinator of a decline, and of whatever is urgent; other answers stand on the desk."""
    is_urgent = referral.urgency is Urgency.URGENT
    if accepted and not is_urgent:
        return
    subject = N_("급한 연계를 받았습니다") if accepted else N_("연계가 거절되었습니다")
    body = ACCEPTED if accepted else DECLINED
    matter, kind = Matter.ACCEPTED if accepted else Matter.DECLINED, "referral_answered"
    notify_coordinator(referral, subject, body, matter=matter, is_urgent=is_urgent, kind=kind, now=now)


def told_span(referral: Referral) -> str:
    """When it is, as mails tell it."""
    span = referral.span
    return (format_stay if span.is_stay else format_span)(span.starts_at, span.ends_at)


def _words(referral: Referral) -> dict[str, str]:
    return {
        "service": referral.service.name,
        "number": referral.number,
        "organisation": referral.organisation.name,
        "span": told_span(referral),
        "dong": dong(referral.household.dong_code).short_name,
        "due": format_moment(referral.answer_due_at),
        "url": referral_url(referral),
    }
