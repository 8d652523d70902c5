"""Asks, answers, books, stops and ends regular visits: each day by the actions of referrals and visits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit.steps import take
from portal.benefits.ledger.rules import OverCap
from portal.consortium.members.locking import lock_member
from portal.consortium.members.models import Organisation
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import (
    accept_referral,
    close_referral,
    decline_referral,
    request_referral,
    withdraw_referral,
)
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import answer_due_at
from portal.coordinators.referrals.states import OPEN_STATES, CancelledBy, DeclineReason, ReferralState
from portal.coordinators.series import notices
from portal.coordinators.series.models import CareSeries, SeriesGap
from portal.coordinators.series.preview import Preview, Wish, preview
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.rhythm import refuse_rule
from portal.coordinators.series.states import SERIES_STATES, Gap, SeriesVerb
from portal.coordinators.visits.actions import book_visit, cancel_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_bounds, day_of
from portal.core.dates import format_long_day
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.residents.households.locking import lock_household
from portal.workforce.workers.queries import worker_of

NAME = N_("정기 방문")
NO_DAY = N_("이 시간에 방문할 수 있는 날이 없습니다. 다른 시간이나 다른 협동조합을 골라 주십시오.")
HAS_GAPS = N_("방문할 수 없는 날이 %(count)d일 있습니다. 빈 날을 두고 요청하거나 다른 시간을 골라 주십시오.")
NOTHING_ASKED = N_("답을 기다리는 방문이 없습니다. 화면을 새로 고쳐 주십시오.")
NOT_ALL = N_("%(day)s 방문을 예약할 수 없어 하나도 수락하지 않았습니다. 코디네이터에게 전화해 주십시오.")
NOTHING_LEFT = N_("그날부터 남은 방문이 없습니다. 더 이른 날을 골라 주십시오.")
PAST = N_("오늘이나 그 뒤의 날을 골라 주십시오.")


@dataclass(frozen=True, slots=True)
class Answered:
    """How many visits an acceptance booked, and how many of the asked days it left without one."""

    booked: int
    left_out: int


def ask_series(
    line: PlanLine,
    wish: Wish,
    *,
    takes_gaps: bool,
    note: str,
    actor: Actor,
    now: datetime,
    follows: CareSeries | None = None,
) -> CareSeries:
    """Ask the co-operative for every day of the wish at once; with `takes_gaps` for those that can be.

    Raises `DomainError` where none can be, or where some cannot and no gaps are taken. Each day that is asked for
    holds its place; nothing is held of a cap before the answer books.
    """
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_rule(wish.rule, day_of(now))
    lock_household(line.plan.case.household_id)
    hindrance = hindrance_to_refer(line, now)
    if hindrance is not None:
        raise Conflict(hindrance)
    found = preview(line, wish, now=now)
    _refuse(found, takes_gaps=takes_gaps)
    series = _put_down(line, wish, found, takes_gaps=takes_gaps, actor=actor, now=now)
    series.follows_id = follows.id if follows else None
    take(SERIES_STATES, series, SeriesVerb.ASK, actor=actor, now=now, note=note)
    db.session.add(series)
    db.session.flush()
    for each in found.open:
        slot = each.slot
        if slot is not None:
            ask = _asking(series, line, slot.id, note, actor, now)
            _do(series, each.day, ask)
    asked = _some(referrals_of(series, ReferralState.REQUESTED), NO_DAY)
    notices.tell_member(series, asked, "series_asked", now=now)
    return series


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
        starts_at=wish.starts_at,
        times=rule.times,
        until_on=rule.until_on,
        on_holiday=rule.on_holiday,
        takes_gaps=takes_gaps,
        last_on=found.open[-1].day,
        gaps=[SeriesGap(day=each.day, reason=each.gap) for each in found.gaps],
        asked_by_id=actor.user_id,
        asked_at=now,
        answer_due_at=min([due_at, *starts]),
    )


def _asking(
    series: CareSeries, line: PlanLine, slot_id: UUID, note: str, actor: Actor, now: datetime
) -> Callable[[], object]:
    return lambda: request_referral(line, slot_id, note=note, actor=actor, now=now, series_id=series.id)


def _do(series: CareSeries, day: date, act: Callable[[], object]) -> bool:
    """Do it, or undo it alone and keep the day as a gap where the series takes gaps."""
    try:
        with db.session.begin_nested():
            act()
    except DomainError as error:
        if not series.takes_gaps:
            raise
        reason = Gap.OVER_CAP if isinstance(error, OverCap) else Gap.REFUSED
        series.gaps.append(SeriesGap(day=day, reason=reason))
        return False
    return True


def _some(referrals: list[Referral], refusal: str) -> list[Referral]:
    if not referrals:
        raise Conflict(refusal)
    return referrals


def accept_series(series: CareSeries, *, worker_id: UUID | None = None, actor: Actor, now: datetime) -> Answered:
    """The co-operative takes all of it, and every visit is booked in the same moment, in the name of who asked.

    `worker_id` goes wherever they may; where they may not, somebody is named later. A day that cannot be booked any
    more refuses all with `Conflict`, or becomes a gap where the series takes gaps.
    """
    actor.require(Permission.REFERRAL_ANSWER)
    lock_household(series.household_id)
    if worker_id is not None:
        lock_member(series.organisation_id)
        worker_of(series.organisation_id, worker_id)
    take(SERIES_STATES, series, SeriesVerb.ACCEPT, actor=actor, now=now)
    series.settled_at = now
    db.session.flush()
    booker = _who_asked(series)
    asked = _some(referrals_of(series, ReferralState.REQUESTED), NOTHING_ASKED)
    for referral in asked:
        day = day_of(referral.slot.starts_at)
        if not _do(series, day, _accepting(series, referral, worker_id, actor, now)):
            withdraw_referral(referral, actor=booker, now=now, together=True)
    booked = _some([each for each in asked if each.state is ReferralState.BOOKED], NOTHING_ASKED)
    series.last_on = day_of(booked[-1].slot.starts_at)
    db.session.flush()
    notices.tell_resident(series, booked, notices.BOOKED, kind="series_booked", now=now)
    notices.tell_coordinator(series, booked, accepted=True, now=now)
    return Answered(len(booked), len(asked) - len(booked))


def _who_asked(series: CareSeries) -> Actor:
    """Books, and closes what was declined, in the name of the coordinator who asked for it."""
    return replace(SYSTEM, user_id=series.asked_by_id, name=NAME)


def _accepting(
    series: CareSeries, referral: Referral, worker_id: UUID | None, actor: Actor, now: datetime
) -> Callable[[], object]:
    def accept_and_book() -> None:
        accept_referral(referral, actor=actor, now=now, together=True)
        try:
            _book(referral, worker_id, _who_asked(series), now)
        except DomainError:
            if series.takes_gaps:
                raise
            raise Conflict(NOT_ALL, day=format_long_day(day_of(referral.slot.starts_at))) from None

    return accept_and_book


def _book(referral: Referral, worker_id: UUID | None, booker: Actor, now: datetime) -> None:
    if worker_id is not None:
        try:
            with db.session.begin_nested():
                book_visit(referral, actor=booker, now=now, worker_id=worker_id, resident_agreed=True, together=True)
                return
        except OverCap:
            raise
        except DomainError:
            pass
    book_visit(referral, actor=booker, now=now, resident_agreed=True, together=True)


def decline_series(series: CareSeries, reason: DeclineReason, *, note: str = "", actor: Actor, now: datetime) -> None:
    """The co-operative takes none of it; all its places are free again and the coordinator asks elsewhere."""
    actor.require(Permission.REFERRAL_ANSWER)
    if reason is DeclineReason.OTHER and not note:
        raise DomainError(N_("다른 까닭이면 무엇인지 적어 주십시오."), "note")
    lock_household(series.household_id)
    take(SERIES_STATES, series, SeriesVerb.DECLINE, actor=actor, now=now, note=note)
    series.settled_at, series.decline_reason = now, reason
    db.session.flush()
    asked = _some(referrals_of(series, ReferralState.REQUESTED), NOTHING_ASKED)
    for referral in asked:
        decline_referral(referral, reason, note=note, actor=actor, now=now, together=True)
        close_referral(referral, actor=_who_asked(series), now=now)
    notices.tell_coordinator(series, asked, accepted=False, now=now)


def withdraw_series(series: CareSeries, *, actor: Actor, now: datetime) -> None:
    """The coordinator takes the whole request back before it is answered."""
    actor.require(Permission.REFERRAL_MANAGE)
    lock_household(series.household_id)
    take(SERIES_STATES, series, SeriesVerb.WITHDRAW, actor=actor, now=now)
    series.settled_at = now
    db.session.flush()
    asked = referrals_of(series, ReferralState.REQUESTED, ReferralState.ON_HOLD)
    for referral in asked:
        withdraw_referral(referral, actor=actor, now=now, together=True)
    if asked:
        notices.tell_member(series, asked, "series_withdrawn", now=now)


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
    take(SERIES_STATES, series, SeriesVerb.STOP, actor=actor, now=now, note=note)
    db.session.flush()
    since = max(now, day_bounds(from_on)[0])
    standing = referrals_of(series, *OPEN_STATES)
    rest = [each for each in standing if each.slot.starts_at >= since]
    if not rest:
        raise DomainError(NOTHING_LEFT, "from_on")
    booked = _visits_of(rest)
    for referral in rest:
        visit = booked.get(referral.id)
        if visit is None:
            withdraw_referral(referral, note=note, actor=actor, now=now, together=True)
            continue
        cancel_visit(visit, by, note=note, actor=actor, now=now, together=True)
        close_referral(referral, actor=actor, now=now)
    series.last_on = max([series.first_on, *(day_of(each.slot.starts_at) for each in standing if each not in rest)])
    db.session.flush()
    notices.tell_resident(series, rest, notices.STOPPED, kind="series_stopped", now=now)
    notices.tell_member(series, rest, "series_stopped", now=now)
    return len(rest)


def _visits_of(referrals: Iterable[Referral]) -> dict[UUID, Visit]:
    """What is booked of them, by the id of the referral."""
    ids = [each.id for each in referrals]
    booked = select(Visit).where(Visit.referral_id.in_(ids), Visit.state == VisitState.BOOKED)
    return {visit.referral_id: visit for visit in db.session.scalars(booked)}


def end_series(series: CareSeries, *, actor: Actor, now: datetime) -> None:
    """Nothing follows it: it stays as it is and waits for nobody any more."""
    actor.require(Permission.REFERRAL_MANAGE)
    take(SERIES_STATES, series, SeriesVerb.END, actor=actor, now=now)
    db.session.flush()
