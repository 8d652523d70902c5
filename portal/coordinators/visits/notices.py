"""What is said about a visit: texts to the resident within 90 bytes, mail to the co-operative and the coordinator.

A text names who writes and what it is about first, carries no health detail and no link, and can be answered by phone.
"""

from datetime import date, datetime

from portal.consortium.catalogue.states import ServiceGroup
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.notices import notify_cooperative, notify_coordinator
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.truth import says_of
from portal.core.clock import SEOUL, day_of
from portal.core.dates import format_clock, format_span, format_stay
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.duty.states import Matter
from portal.notifications.actions import About
from portal.residents.households.telling import tell_person

BOOKED = N_("%(what)s 예약: %(day)s %(clock)s%(who)s. 변경 %(phone)s")
REMINDER = N_("%(what)s 알림: %(day)s %(clock)s%(who)s. 변경 %(phone)s")
MOVED = N_("%(what)s 시간 바뀜: %(day)s %(clock)s%(who)s. 문의 %(phone)s")
KEPT = N_("%(what)s 시간 그대로: %(day)s %(clock)s%(who)s. 문의 %(phone)s")
CANCELLED = N_("%(what)s 취소됨: %(day)s %(clock)s%(who)s. 문의 %(phone)s")
VISIT = N_("방문")
SERVICE_VISIT = N_("%(service)s 방문")
STAY = N_("%(service)s 입소")
DAY = N_("%(month)d월%(day)d일(%(weekday)s)")
WEEKDAYS = N_("월화수목금토일")


def wordings(template: str, visit: Visit, day: date) -> list[str]:
    """The words of one text message that goes on `day`.

    What 90 bytes have no room for is left out whole, the co-operative first.
    """
    referral = visit.referral
    local = visit.starts_at.astimezone(SEOUL)
    words = {
        "what": what_of(referral),
        "day": DAY % {"month": local.month, "day": local.day, "weekday": WEEKDAYS[local.weekday()]},
        "clock": format_clock(visit.starts_at),
        "phone": format_phone(phone_for(referral, day)),
        "who": f" {referral.organisation.short_name}",
    }
    less: tuple[dict[str, str], ...] = ({}, {"who": ""}, {"what": VISIT}, {"what": VISIT, "who": ""})
    return [template % {**words, **left_out} for left_out in less]


def what_of(referral: Referral) -> str:
    """What a neighbour who reads the phone may learn: the service, but of health services only that someone comes."""
    if referral.service.group is ServiceGroup.HEALTH:
        return VISIT
    return (STAY if referral.is_stay else SERVICE_VISIT) % {"service": referral.service.name}


def phone_for(referral: Referral, day: date) -> str:
    """Whom the resident calls: whoever is in charge, or the office where nobody is or no number is known."""
    return in_charge(referral.case, day).phone


def about(visit: Visit) -> About:
    return About("visit", visit.id, says_of(visit))


def notify_resident(
    visit: Visit, template: str, *, kind: str, now: datetime, not_after: datetime | None = None
) -> None:
    """A text to the resident's mobile, or the same words by mail; what comes after the visit began is of no use."""
    tell_person(
        visit.referral.household.person,
        *wordings(template, visit, day_of(now)),
        subject=N_("방문 안내"),
        kind=kind,
        now=now,
        about=about(visit),
        not_after=not_after or visit.starts_at,
    )


COOPERATIVE_WORDS = {
    "visit_booked": (
        N_("방문이 예약되었습니다"),
        N_("%(service)s 방문이 예약되었습니다.\n\n연계 번호: %(number)s\n때: %(span)s\n곳: %(dong)s\n\n%(url)s\n"),
    ),
    "visit_moved": (
        N_("방문 시간이 바뀌었습니다"),
        N_("%(service)s 방문 시간이 바뀌었습니다.\n\n연계 번호: %(number)s\n새 시간: %(span)s\n\n%(url)s\n"),
    ),
    "visit_cancelled": (
        N_("방문이 취소되었습니다"),
        N_("%(service)s 방문이 취소되었습니다.\n\n연계 번호: %(number)s\n때: %(span)s\n\n%(url)s\n"),
    ),
}
HEARD_AT_ONCE = frozenset({"visit_nobody_home"})
COORDINATOR_WORDS = {
    "visit_nobody_home": (
        N_("방문했으나 아무도 없었습니다"),
        N_("연계 %(number)s의 방문(%(span)s)에 아무도 없었습니다. 오늘 이용자께 전화해 주십시오.\n\n%(url)s\n"),
    ),
    "visit_provider_absent": (
        N_("협동조합이 방문하지 못했습니다"),
        N_(
            "연계 %(number)s의 방문(%(span)s)에 %(organisation)s에서 가지 못했습니다.\n"
            "다시 연계해 주십시오.\n\n%(url)s\n"
        ),
    ),
    "visit_cancelled": (
        N_("방문이 취소되었습니다"),
        N_("연계 %(number)s의 방문(%(span)s)이 취소되었습니다. 이용자께 확인해 주십시오.\n\n%(url)s\n"),
    ),
    "visit_move_asked": (
        N_("방문 시간을 바꾸고 싶어 하십니다"),
        N_("연계 %(number)s의 방문(%(span)s) 시간을 바꾸고 싶어 하십니다. 정해 주십시오.\n\n%(url)s\n"),
    ),
    "visit_longer": (
        N_("머문 밤이 늘었습니다"),
        N_("연계 %(number)s의 퇴소가 고쳐져 머문 밤이 늘었습니다(%(span)s).\n이용자께 확인해 주십시오.\n\n%(url)s\n"),
    ),
    "visit_poor": (
        N_("방문이 아쉬웠다는 말씀이 있습니다"),
        N_("연계 %(number)s의 방문(%(span)s)이 아쉬웠다고 하십니다. 이용자께 전화해 주십시오.\n\n%(url)s\n"),
    ),
}


LEFT = N_("머무시는 곳이 바뀌었습니다")
LEFT_BODY = N_(
    "%(service)s 연계 %(number)s은 다른 곳에서 이어 머무십니다.\n"
    "여기서는 %(span)s까지이고, 그 뒤의 자리는 비었습니다.\n\n%(url)s\n"
)


def notify_place_that_is_left(former: Referral, now: datetime) -> None:
    """Mail the place from which a stay goes on elsewhere until when it lasts there, and that its beds are free."""
    notify_cooperative(former, LEFT, LEFT_BODY, kind="visit_left", now=now)


def notify_cooperative_of_visit(visit: Visit, kind: str, now: datetime) -> None:
    """Mail the co-operative what became of a visit."""
    notify_cooperative(visit.referral, *COOPERATIVE_WORDS[kind], kind=kind, now=now, about=about(visit))


def notify_coordinator_of_visit(visit: Visit, kind: str, now: datetime) -> None:
    """Tell the coordinator what waits for them; that nobody was at home they hear at once."""
    notify_coordinator(
        visit.referral,
        *COORDINATOR_WORDS[kind],
        matter=Matter.VISIT,
        kind=kind,
        now=now,
        about=about(visit),
        is_urgent=kind in HEARD_AT_ONCE,
    )


def span_of(visit: Visit) -> str:
    return (format_stay if visit.is_stay else format_span)(visit.starts_at, visit.ends_at)
