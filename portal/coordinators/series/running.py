"""What becomes of regular visits that are booked or asked for: the rest is cancelled, care rests, care ends."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.coordinators.caseload.actions import schedule_contact
from portal.coordinators.referrals.actions import close_referral, withdraw_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import TAKING_STATES, CancelledBy, ReferralState
from portal.coordinators.series import notices
from portal.coordinators.series.models import CareSeries, SeriesGap
from portal.coordinators.series.queries import referrals_of, visits_of
from portal.coordinators.series.states import SERIES_STATES, Gap, SeriesState, SeriesVerb
from portal.coordinators.series.steps import find_last_day, lock_days, lock_referrals, step
from portal.coordinators.visits.actions import cancel_visit
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.notifications.actions import take_back_untrue
from portal.residents.households.locking import lock_household

NOTHING_LEFT = N_("그날부터 남은 방문이 없습니다. 더 이른 날을 골라 주십시오.")
PAST = N_("오늘이나 그 뒤의 날을 골라 주십시오.")


def stop_series(
    series: CareSeries, from_on: date, *, by: CancelledBy, note: str = "", actor: Actor, now: datetime
) -> int:
    """Cancel every visit from a day on; those before it stay. Answers how many were cancelled.

    Each is cancelled in time or late, and costs what it costs, as if it were cancelled alone.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    if from_on < day_of(now):
        raise DomainError(PAST, "from_on")
    lock_household(series.household_id)
    step(series, SeriesVerb.STOP, actor=actor, now=now, note=note)
    since = max(now, day_bounds(from_on)[0])
    rest = [each for each in lock_days(series, ReferralState.BOOKED) if each.slot.starts_at > since]
    if not rest:
        raise DomainError(NOTHING_LEFT, "from_on")
    _cancel(series, rest, by, note, actor, now)
    find_last_day(series)
    schedule_contact(series.case, day_of(now), now=now)
    notices.tell_resident(series, rest, notices.STOPPED, kind="series_stopped", now=now)
    notices.tell_member(series, rest, "series_stopped", now=now)
    return len(rest)


def _cancel(
    series: CareSeries,
    referrals: Sequence[Referral],
    by: CancelledBy,
    note: str,
    actor: Actor,
    now: datetime,
    *,
    is_due: bool = True,
) -> None:
    """Cancel and close; what waits to be said of days that stood stays unsaid once none stands."""
    booked = visits_of(referrals)
    for referral in referrals:
        visit = booked[referral.id]
        cancel_visit(visit, by, note=note, is_due=is_due, actor=actor, now=now, together=True)
        close_referral(referral, actor=actor, now=now)
    take_back_untrue("series", series.id, now=now)


def call_off_together(referrals: Sequence[Referral], note: str, *, actor: Actor, now: datetime) -> list[Referral]:
    """Call off those that belong to regular visits, each series told of once, and answer the others.

    The others come in the order of their ids, in which jobs take their charges and visits, and no two wait in a ring.
    It costs nobody, however late it comes. What was asked of them and has no day left is taken back.
    """
    together = [each for each in referrals if each.series_id is not None]
    lock_referrals(referrals)
    ids = {each.id for each in together}
    for series_id in sorted({each.series_id for each in together if each.series_id is not None}):
        series = db.session.get_one(CareSeries, series_id)
        days = [each for each in lock_days(series, *TAKING_STATES) if each.id in ids]
        _call_off(series, days, note, actor, now)
    return sorted((each for each in referrals if each.series_id is None), key=lambda each: each.id)


def _call_off(series: CareSeries, days: list[Referral], note: str, actor: Actor, now: datetime) -> None:
    booked = [each for each in days if each.state is ReferralState.BOOKED]
    asked = [each for each in days if each.state is ReferralState.REQUESTED]
    _cancel(series, booked, CancelledBy.COORDINATOR, note, actor, now, is_due=False)
    for referral in asked:
        withdraw_referral(referral, note=note, actor=actor, now=now, together=True)
        series.gaps.append(SeriesGap(day=day_of(referral.slot.starts_at), reason=Gap.RESTS))
    if asked:
        _end_request_without_days(series, actor=actor, now=now)
        notices.tell_member(series, asked, "series_withdrawn", now=now)
    if booked:
        find_last_day(series)
        notices.tell_resident(series, booked, notices.STOPPED, kind="series_stopped", now=now)
        notices.tell_member(series, booked, "series_stopped", now=now)


def take_out(referral: Referral, actor: Actor, now: datetime) -> None:
    """A day that is held or withdrawn alone belongs to its series no more; without any day left that is taken back."""
    series = db.session.get_one(CareSeries, referral.series_id)
    referral.series_id = None
    db.session.flush()
    if series.state is SeriesState.ASKED:
        series.gaps.append(SeriesGap(day=day_of(referral.slot.starts_at), reason=Gap.TAKEN_OUT))
        _end_request_without_days(series, actor=actor, now=now)


def _end_request_without_days(series: CareSeries, *, actor: Actor, now: datetime) -> None:
    """What asks for no day any more waits for no answer."""
    if not referrals_of(series, ReferralState.REQUESTED):
        step(series, SeriesVerb.WITHDRAW, actor=actor, now=now)


def end_with_care(household_id: UUID, *, actor: Actor, now: datetime) -> None:
    """What a household's care carried ends with it: nothing goes on, and nothing is asked elsewhere."""
    of_household = select(CareSeries).where(CareSeries.household_id == household_id).order_by(CareSeries.id)
    for series in db.session.scalars(of_household):
        if SERIES_STATES.allows(series.state, SeriesVerb.END) and series.case.closed_at is not None:
            step(series, SeriesVerb.END, actor=actor, now=now)
