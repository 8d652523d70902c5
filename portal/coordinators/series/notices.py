"""What is said of regular visits, once for all of them: no name, address or health detail."""

from collections.abc import Sequence
from datetime import datetime

from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.referrals.models import Referral
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.truth import CANCELLED, GIVEN_BACK, says_of
from portal.coordinators.visits.notices import DAY, VISIT, WEEKDAYS, what_of
from portal.core.clock import SEOUL, day_of
from portal.core.dates import format_clock, format_day, format_moment
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience
from portal.residents.households.telling import tell_person

BOOKED = N_("%(what)s %(count)s번 예약: %(day)s %(clock)s부터. 변경 %(phone)s")
STOPPED = N_("%(what)s 취소됨: %(day)s부터 %(count)s번. 문의 %(phone)s")
OF_MEMBER = {
    "series_asked": (
        N_("새 정기 방문 요청이 있습니다"),
        N_(
            "%(service)s 정기 방문 요청이 들어왔습니다. 모두 한 번에 답합니다.\n\n"
            "%(count)s번, 첫 방문: %(first)s\n곳: %(dong)s\n%(due)s까지 답해 주십시오.\n\n%(url)s\n"
        ),
    ),
    "series_reminded": (
        N_("정기 방문의 답을 기다립니다"),
        N_("%(service)s 정기 방문 %(count)s번의 답을 기다립니다. %(due)s까지 답하기로 하셨습니다.\n\n%(url)s\n"),
    ),
    "series_withdrawn": (
        N_("정기 방문 요청이 거두어졌습니다"),
        N_("%(service)s 정기 방문 %(count)s번의 요청이 거두어졌습니다. 잡아 두신 자리는 비었습니다.\n\n%(url)s\n"),
    ),
    "series_stopped": (
        N_("정기 방문이 취소되었습니다"),
        N_("%(service)s 정기 방문 가운데 %(first)s부터 %(count)s번이 취소되었습니다.\n\n%(url)s\n"),
    ),
}
ACCEPTED = N_("%(service)s 정기 방문을 %(organisation)s에서 받아 %(count)s번 예약되었습니다.\n\n%(url)s\n")
ACCEPTED_BUT = N_(
    "%(service)s 정기 방문을 %(organisation)s에서 받아 %(count)s번 예약되었습니다.\n"
    "예약하지 못한 날: %(left)s\n\n%(url)s\n"
)
DECLINED = N_("%(service)s 정기 방문을 %(organisation)s에서 받지 못했습니다. 다른 곳에 요청해 주십시오.\n\n%(url)s\n")

SILENT = N_(
    "%(service)s 정기 방문 요청에 %(organisation)s의 답이 %(due)s까지 없었습니다.\n"
    "전화하거나 다른 곳에 요청해 주십시오.\n\n%(url)s\n"
)


SAYS = {"series_stopped": CANCELLED, "series_withdrawn": GIVEN_BACK}


def about(series: CareSeries, kind: str = "") -> About:
    """It is so while its days, or the series, stand as they did; that days are no more stays so."""
    return About("series", series.id, SAYS.get(kind) or says_of(series))


def tell_member(series: CareSeries, referrals: list[Referral], kind: str, *, now: datetime) -> None:
    """One mail to the co-operative about all of the referrals."""
    subject, body = OF_MEMBER[kind]
    send_mail(
        series.organisation.email,
        subject,
        body % _words(series, referrals),
        audience=Audience.COOPERATIVE,
        kind=kind,
        now=now,
        about=about(series, kind),
    )


def tell_coordinator(
    series: CareSeries,
    referrals: list[Referral],
    *,
    accepted: bool,
    left_out: Sequence[Referral] = (),
    now: datetime,
) -> None:
    """The answer, to whoever has the case now, with the days that could not be booked."""
    answer = (ACCEPTED_BUT if left_out else ACCEPTED) if accepted else DECLINED
    days = ", ".join(format_day(day_of(each.slot.starts_at)) for each in left_out)
    news = News(
        Matter.VISIT if accepted else Matter.DECLINED,
        about(series),
        N_("정기 방문이 예약되었습니다") if accepted else N_("정기 방문이 거절되었습니다"),
        f"/series/{series.id}",
        kind="series_answered",
        body=answer % {**_words(series, referrals), "left": days},
    )
    tell_staff([series.case.coordinator], news, now=now, audience=Audience.COORDINATOR)


def tell_of_silence(series: CareSeries, referrals: list[Referral], now: datetime) -> None:
    """Tell the coordinator once that nobody answered in time."""
    news = News(
        Matter.UNANSWERED,
        about(series),
        N_("정기 방문 요청에 답이 없습니다"),
        f"/series/{series.id}",
        kind="series_unanswered",
        body=SILENT % _words(series, referrals),
    )
    tell_staff([series.case.coordinator], news, now=now, audience=Audience.COORDINATOR)


def tell_resident(series: CareSeries, referrals: list[Referral], template: str, *, kind: str, now: datetime) -> None:
    """One text for all of them; each visit is recalled by itself before its day.

    Where 90 bytes have no room for what it is, it is a visit.
    """
    first = referrals[0]
    local = first.slot.starts_at.astimezone(SEOUL)
    words = {
        "what": what_of(first),
        "count": len(referrals),
        "day": DAY % {"month": local.month, "day": local.day, "weekday": WEEKDAYS[local.weekday()]},
        "clock": format_clock(first.slot.starts_at),
        "phone": format_phone(in_charge(series.case, day_of(now)).phone),
    }
    tell_person(
        series.household.person,
        template % words,
        template % {**words, "what": VISIT},
        subject=N_("방문 안내"),
        kind=kind,
        now=now,
        about=about(series, kind),
        not_after=first.slot.starts_at,
    )


def _words(series: CareSeries, referrals: list[Referral]) -> dict[str, object]:
    return {
        "service": series.plan_line.service.name,
        "organisation": series.organisation.name,
        "count": len(referrals),
        "first": format_moment(referrals[0].slot.starts_at),
        "dong": dong(series.household.dong_code).short_name,
        "due": format_moment(series.answer_due_at),
        "url": f"{current_settings().base_url}/series/{series.id}",
    }
