"""The one answer to regular visits: all are booked in the same moment, or none is taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.benefits.ledger.rules import OverCap
from portal.consortium.members.locking import keep_member, lock_member
from portal.coordinators.referrals.actions import (
    accept_referral,
    close_referral,
    decline_referral,
    withdraw_referral,
)
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import DeclineReason, ReferralState
from portal.coordinators.series import notices
from portal.coordinators.series.models import CareSeries, SeriesGap
from portal.coordinators.series.states import Gap, SeriesVerb
from portal.coordinators.series.steps import find_last_day, lock_days, step, who_asked
from portal.coordinators.visits.actions import book_visit
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_long_day
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.residents.households.locking import lock_household
from portal.workforce.workers.queries import worker_of

NOTHING_ASKED = N_("답을 기다리는 방문이 없습니다. 화면을 새로 고쳐 주십시오.")
NOT_ALL = N_("%(day)s 방문을 예약할 수 없어 하나도 수락하지 않았습니다. 코디네이터에게 전화해 주십시오.")


@dataclass(frozen=True, slots=True)
class Answered:
    """How many visits an acceptance booked, and how many of the asked days it left without one."""

    booked: int
    left_out: int


def accept_series(series: CareSeries, *, worker_id: UUID | None = None, actor: Actor, now: datetime) -> Answered:
    """The co-operative takes all of it, and every visit is booked in the same moment, in the name of who asked.

    `worker_id` goes wherever they may; where they may not, somebody is named later. A day that cannot be booked any
    more refuses all with what stands against it, or becomes a gap where the series takes gaps and another day can be.
    What a co-operative is told never is why the support of a person does not reach.
    """
    actor.require(Permission.REFERRAL_ANSWER)
    lock_household(series.household_id)
    (keep_member if worker_id is None else lock_member)(series.organisation_id)
    if worker_id is not None:
        worker_of(series.organisation_id, worker_id)
    step(series, SeriesVerb.ACCEPT, actor=actor, now=now)
    asked = _asked_days(series)
    refusals = [_refused(series, each, worker_id, actor, now) for each in asked]
    first = next(filter(None, refusals), None)
    booked = [each for each, refusal in zip(asked, refusals, strict=True) if refusal is None]
    if first is not None and not booked:
        raise first
    find_last_day(series)
    notices.tell_resident(series, booked, notices.BOOKED, kind="series_booked", now=now)
    left_out = [each for each in asked if each not in booked]
    notices.tell_coordinator(series, booked, accepted=True, left_out=left_out, now=now)
    return Answered(len(booked), len(asked) - len(booked))


def _asked_days(series: CareSeries) -> list[Referral]:
    asked = lock_days(series, ReferralState.REQUESTED)
    if not asked:
        raise Conflict(NOTHING_ASKED)
    return asked


def _refused(
    series: CareSeries, referral: Referral, worker_id: UUID | None, actor: Actor, now: datetime
) -> DomainError | None:
    """Books a day; where it cannot be, it is given back as a gap, and the answer is what the co-operative hears."""
    try:
        with db.session.begin_nested():
            accept_referral(referral, actor=actor, now=now, together=True)
            _book(series, referral, worker_id, now)
    except DomainError as refusal:
        if not series.takes_gaps:
            raise
        reason = Gap.OVER_CAP if isinstance(refusal.__cause__, OverCap) else Gap.REFUSED
        series.gaps.append(SeriesGap(day=day_of(referral.slot.starts_at), reason=reason))
        withdraw_referral(referral, actor=who_asked(series), now=now, together=True)
        return refusal
    return None


def _book(series: CareSeries, referral: Referral, worker_id: UUID | None, now: datetime) -> None:
    """Raises `Conflict` without a word of why: that is the coordinator's to know."""
    try:
        if worker_id is None or not _book_with(series, referral, worker_id, now):
            book_visit(referral, actor=who_asked(series), now=now, resident_agreed=True, together=True)
    except DomainError as error:
        raise Conflict(NOT_ALL, day=format_long_day(day_of(referral.slot.starts_at))) from error


def _book_with(series: CareSeries, referral: Referral, worker_id: UUID, now: datetime) -> bool:
    """Whether the worker may go there on that day."""
    try:
        with db.session.begin_nested():
            booker = who_asked(series)
            book_visit(referral, actor=booker, now=now, worker_id=worker_id, resident_agreed=True, together=True)
    except OverCap:
        raise
    except DomainError:
        return False
    return True


def decline_series(series: CareSeries, reason: DeclineReason, *, note: str = "", actor: Actor, now: datetime) -> None:
    """The co-operative takes none of it; all its places are free again and the coordinator asks elsewhere."""
    actor.require(Permission.REFERRAL_ANSWER)
    if reason is DeclineReason.OTHER and not note:
        raise DomainError(N_("다른 까닭이면 무엇인지 적어 주십시오."), "note")
    lock_household(series.household_id)
    step(series, SeriesVerb.DECLINE, actor=actor, now=now, note=note)
    series.decline_reason = reason
    asked = _asked_days(series)
    for referral in asked:
        decline_referral(referral, reason, note=note, actor=actor, now=now, together=True)
        close_referral(referral, actor=who_asked(series), now=now)
    notices.tell_coordinator(series, asked, accepted=False, now=now)
