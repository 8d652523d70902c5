"""Asks for regular visits as one, asks for the answer once more, takes the request back, and lets a series end."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.benefits.ledger.rules import OverCap
from portal.consortium.capacity.actions import lock_places
from portal.consortium.members.locking import keep_member
from portal.consortium.members.models import Organisation
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import request_referral, withdraw_referral
from portal.coordinators.referrals.asked import ASKED
from portal.coordinators.referrals.rules import ANSWERED, REMINDED_TODAY, answer_due_at
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.series import notices
from portal.coordinators.series.models import CareSeries, SeriesGap
from portal.coordinators.series.preview import Preview, Wish, preview
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.rhythm import refuse_rule
from portal.coordinators.series.rules import comes_back, was_reminded
from portal.coordinators.series.states import SERIES_STATES, Gap, SeriesState, SeriesVerb
from portal.coordinators.series.steps import lock_days, step
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.residents.households.locking import lock_household

NO_DAY = N_("이 시간에 방문할 수 있는 날이 없습니다. 다른 시간이나 다른 협동조합을 골라 주십시오.")
HAS_GAPS = N_("방문할 수 없는 날이 %(count)d일 있습니다. 빈 날을 두고 요청하거나 다른 시간을 골라 주십시오.")
COMES_ONCE = N_("정기 방문으로 잡을 수 없는 서비스입니다. 연계하기에서 요청해 주십시오.")
SEEN_OTHERWISE = N_("고르신 것이나 자리가 바뀌어 다시 보여 드립니다. 아직 요청하지 않았습니다.")


class SeenOtherwise(Conflict):
    """What would be asked is not what was seen; `found` is what there is now."""

    def __init__(self, found: Preview) -> None:
        super().__init__(SEEN_OTHERWISE)
        self.found = found


def ask_series(
    line: PlanLine,
    wish: Wish,
    *,
    takes_gaps: bool,
    note: str,
    actor: Actor,
    now: datetime,
    seen: str | None = None,
    before: CareSeries | None = None,
) -> CareSeries:
    """Ask the co-operative for every day of the wish at once; with `takes_gaps` for those that can be.

    Raises `DomainError` where none can be, or where some cannot and no gaps are taken; days that rest as was chosen, or
    that nobody has posted places for yet, stand in nobody's way. `seen` is the digest of the preview that was looked
    at: where it would be another by now, `SeenOtherwise`. `before` is the series that goes on by this one, or that was
    declined and is asked elsewhere. Each day that is asked for holds its place; nothing is held of a cap before the
    answer books.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    if not comes_back(line.service):
        raise Conflict(COMES_ONCE)
    refuse_rule(wish.rule, day_of(now))
    lock_household(line.plan.case.household_id)
    keep_member(wish.organisation_id)
    hindrance = hindrance_to_refer(line, now)
    if hindrance is not None:
        raise Conflict(hindrance)
    found = preview(line, wish, now=now)
    if seen is not None and seen != found.digest:
        raise SeenOtherwise(found)
    _refuse(found, takes_gaps=takes_gaps)
    series = _put_down(line, wish, found, takes_gaps=takes_gaps, actor=actor, now=now)
    if before is not None:
        _follow(series, before, actor, now)
    take(SERIES_STATES, series, SeriesVerb.ASK, actor=actor, now=now, note=note)
    db.session.add(series)
    db.session.flush()
    slots = {each.day: each.slot.id for each in found.open if each.slot}
    ASKED.only()(line.id, slots.values(), actor, now)
    lock_places(slots.values())
    for day, slot_id in slots.items():
        _do(series, day, _asking(series, line, slot_id, note, actor, now))
    asked = referrals_of(series, ReferralState.REQUESTED)
    if not asked:
        raise Conflict(NO_DAY, "place")
    notices.tell_member(series, asked, "series_asked", now=now)
    return series


def _follow(series: CareSeries, before: CareSeries, actor: Actor, now: datetime) -> None:
    if before.state is not SeriesState.DECLINED:
        series.follows_id = before.id
        return
    series.follows_id = before.follows_id
    step(before, SeriesVerb.END, actor=actor, now=now)


def _refuse(found: Preview, *, takes_gaps: bool) -> None:
    if not found.open:
        raise DomainError(NO_DAY, "place")
    if found.gaps and not takes_gaps:
        raise DomainError(HAS_GAPS, "takes_gaps", count=len(found.gaps))


def _put_down(
    line: PlanLine, wish: Wish, found: Preview, *, takes_gaps: bool, actor: Actor, now: datetime
) -> CareSeries:
    case, rule = line.plan.case, wish.rule
    starts = [each.slot.starts_at for each in found.open if each.slot]
    due_at = answer_due_at(case.application.urgency, now, current_settings().target, working())
    return CareSeries(
        plan_line=line,
        case=case,
        household_id=case.household_id,
        household=case.household,
        organisation=db.session.get_one(Organisation, wish.organisation_id),
        rhythm=rule.rhythm,
        every=rule.every,
        weekdays="".join(map(str, sorted(rule.weekdays))),
        first_on=rule.first_on,
        origin_on=rule.counted_from,
        starts_at=wish.starts_at,
        times=rule.times,
        until_on=rule.until_on,
        on_holiday=rule.on_holiday,
        takes_gaps=takes_gaps,
        last_on=found.open[-1].day,
        gaps=[SeriesGap(day=each.day, reason=each.gap) for each in (*found.gaps, *found.resting)],
        asked_by_id=actor.user_id,
        asked_at=now,
        answer_due_at=min([due_at, *starts]),
    )


def _asking(
    series: CareSeries, line: PlanLine, slot_id: UUID, note: str, actor: Actor, now: datetime
) -> Callable[[], object]:
    return lambda: request_referral(line, slot_id, note=note, actor=actor, now=now, series_id=series.id)


def _do(series: CareSeries, day: date, act: Callable[[], object]) -> None:
    """Do it, or undo it alone and keep the day as a gap where the series takes gaps."""
    try:
        with db.session.begin_nested():
            act()
    except DomainError as error:
        if not series.takes_gaps:
            raise
        reason = Gap.OVER_CAP if isinstance(error, OverCap) else Gap.REFUSED
        series.gaps.append(SeriesGap(day=day, reason=reason))


def remind_series(series: CareSeries, *, actor: Actor, now: datetime) -> None:
    """Ask the co-operative for its answer once more, once a day at most; the clock does not remind it any more."""
    actor.require(Permission.REFERRAL_MANAGE)
    lock(series)
    if series.state is not SeriesState.ASKED:
        raise Conflict(ANSWERED)
    if was_reminded(series, now):
        raise Conflict(REMINDED_TODAY)
    series.answer_reminded_at = now
    record("series.reminded", actor=actor, now=now, subject=("series", series.id))
    notices.tell_member(series, referrals_of(series, ReferralState.REQUESTED), "series_reminded", now=now)
    db.session.flush()


def withdraw_series(series: CareSeries, *, actor: Actor, now: datetime) -> None:
    """The coordinator takes the whole request back before it is answered."""
    actor.require(Permission.REFERRAL_MANAGE)
    lock_household(series.household_id)
    step(series, SeriesVerb.WITHDRAW, actor=actor, now=now)
    asked = lock_days(series, ReferralState.REQUESTED)
    for referral in asked:
        withdraw_referral(referral, actor=actor, now=now, together=True)
    if asked:
        notices.tell_member(series, asked, "series_withdrawn", now=now)


def end_series(series: CareSeries, *, actor: Actor, now: datetime) -> None:
    """Nothing follows it: it ends with its last visit, at once where none stands, and comes up no more."""
    actor.require(Permission.REFERRAL_MANAGE)
    lock_household(series.household_id)
    if series.state is SeriesState.RUNNING and referrals_of(series, *OPEN_STATES):
        series.let_end_at = series.let_end_at or now
        record("series.let_end", actor=actor, now=now, subject=("series", series.id))
        db.session.flush()
        return
    step(series, SeriesVerb.END, actor=actor, now=now)
