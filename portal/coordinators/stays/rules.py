"""Decides what is proposed for a home while somebody stays elsewhere, and which nights can be meant at a discharge."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from portal.coordinators.referrals.rules import MOST_NIGHTS
from portal.coordinators.stays.states import HomeTask
from portal.core.clock import day_of
from portal.core.messages import N_

POST_FROM = 3
"""Nights after which a full letter box shows that nobody is at home: ours."""

COLD_MONTHS = frozenset({11, 12, 1, 2, 3})
"""In which water pipes and boilers of an empty home may freeze: ours."""


def nights_of(first: date, out: date) -> list[date]:
    """The nights between the day of admission and the day of discharge, each named by its first day."""
    return [first + timedelta(days=number) for number in range((out - first).days)]


def home_tasks(nights: Collection[date], *, has_pet: bool) -> list[HomeTask]:
    """What the home needs meanwhile, in the order in which it is told."""
    wanted = {
        HomeTask.PET: has_pet,
        HomeTask.POST: len(nights) >= POST_FROM,
        HomeTask.BOILER: any(night.month in COLD_MONTHS for night in nights),
    }
    return [task for task, is_wanted in wanted.items() if is_wanted]


def days_hindrance(first: date, out: date, today: date, former_first: date | None = None) -> tuple[str, str] | None:
    """(field, words) of what is wrong with the days of a stay; None where they can be asked for.

    A stay that goes on from another one begins after the first night of that, `former_first`.
    """
    if first < today:
        return "first", N_("지난 날입니다. 오늘이나 그 뒤의 날을 적어 주십시오.")
    if former_first is not None and first <= former_first:
        return "first", N_(
            "지금 연계의 첫날이나 그 앞입니다. 첫 밤부터 옮기려면 지금 연계를 취소하거나 "
            "퇴소를 적은 뒤 새로 연계해 주십시오."
        )
    if out <= first:
        return "out", N_("퇴소하는 날은 입소하는 날보다 늦어야 합니다.")
    if (out - first).days > MOST_NIGHTS:
        return "out", N_("한 번에 90박까지 연계할 수 있습니다. 더 짧게 적어 주십시오.")
    return None


def discharge_hindrance(
    admitted_at: datetime, left_at: datetime, away: Collection[date], last_night: date, now: datetime
) -> tuple[str, str] | None:
    """(field, words) of what cannot be about a discharge; None when it can be true."""
    if left_at <= admitted_at:
        return "left_on", N_("퇴소는 입소보다 늦어야 합니다. 날과 시각을 확인해 주십시오.")
    if left_at > now:
        return "left_on", N_("아직 오지 않은 때입니다. 퇴소한 날과 시각을 적어 주십시오.")
    if day_of(left_at) > last_night + timedelta(days=1):
        return "left_on", N_("예약한 날보다 늦습니다. 더 머문 밤은 새 연계로 적어 주십시오.")
    if any(night >= day_of(left_at) for night in away):
        return "away", N_("퇴소한 뒤의 밤입니다. 병원에서 지낸 밤을 확인해 주십시오.")
    return None
