"""Reads of regular visits, each list ordered, bounded and scoped by its viewer."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import HowOften, PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import known_organisations
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.referrals.turns import turns
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.scope import series_in_scope
from portal.coordinators.series.states import SeriesState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.clock import SEOUL, day_bounds
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.households.models import Household

PAGE_SIZE = 50
SLOTS_LOOKED_AT = 600
ENDS_WITHIN = timedelta(days=14)
"""So long before its last day a series comes up: whether it goes on."""
RESTING_CASES = (CaseState.ON_HOLD, CaseState.CLOSED)
S = SeriesState
_SHOWN = (
    joinedload(CareSeries.organisation),
    joinedload(CareSeries.plan_line).joinedload(PlanLine.service),
    joinedload(CareSeries.household).selectinload(Household.people),
)


def get_series(series_id: UUID, *, viewer: Actor) -> CareSeries:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    query = select(CareSeries).where(CareSeries.id == series_id, series_in_scope(viewer))
    series = db.session.scalar(query.options(*_SHOWN, joinedload(CareSeries.case)))
    if series is None:
        raise NotFound
    return series


def series_for(viewer: Actor, *, states: Iterable[SeriesState] = (), page: int = 1) -> Page[CareSeries]:
    """The viewer's series in any of `states`, or all; the newest first."""
    query = select(CareSeries).where(series_in_scope(viewer))
    wanted = list(states)
    if wanted:
        query = query.where(CareSeries.state.in_(wanted))
    newest_first = query.order_by(CareSeries.asked_at.desc(), CareSeries.id.desc())
    return page_of(db.session, newest_first.options(*_SHOWN), page, PAGE_SIZE)


def to_answer(viewer: Actor) -> list[CareSeries]:
    """What waits for the co-operative's answer, the most pressing first."""
    query = select(CareSeries).where(series_in_scope(viewer), CareSeries.state == S.ASKED, still_asks())
    return list(
        db.session.scalars(query.order_by(CareSeries.answer_due_at, CareSeries.id).limit(PAGE_SIZE).options(*_SHOWN))
    )


def ending(viewer: Actor, day: date) -> list[CareSeries]:
    """The series that end within `ENDS_WITHIN` of `day` and are not followed, the first to end first."""
    query = select(CareSeries).where(series_in_scope(viewer), ends_soon(day))
    return list(db.session.scalars(query.order_by(CareSeries.last_on, CareSeries.id).limit(PAGE_SIZE).options(*_SHOWN)))


def ends_soon(day: date) -> ColumnElement[bool]:
    """SQL: a running series ends within `ENDS_WITHIN` while care goes on, and nobody has said what comes then."""
    goes_on = select(CareCase.id).where(CareCase.id == CareSeries.case_id, CareCase.state.not_in(RESTING_CASES))
    return and_(
        CareSeries.state == S.RUNNING,
        CareSeries.last_on <= day + ENDS_WITHIN,
        CareSeries.let_end_at.is_(None),
        goes_on.correlate(CareSeries).exists(),
        not_(_is_followed()),
    )


def _is_followed() -> ColumnElement[bool]:
    """SQL: another series went on with it, however that one stands by now; a decline and what was taken back do not."""
    later = aliased(CareSeries)
    follows = select(later.id).where(
        later.follows_id == CareSeries.id, later.decline_reason.is_(None), later.state != S.WITHDRAWN
    )
    return follows.correlate(CareSeries).exists()


def over(day: date) -> list[CareSeries]:
    """Running series whose last visit was before `day` and is settled, and of which it is known what comes then."""
    stands = select(Referral.id).where(Referral.series_id == CareSeries.id, Referral.state.in_(OPEN_STATES))
    query = select(CareSeries).where(
        CareSeries.state == S.RUNNING,
        CareSeries.last_on < day,
        or_(CareSeries.let_end_at.is_not(None), _is_followed()),
        not_(stands.correlate(CareSeries).exists()),
    )
    return list(db.session.scalars(query.order_by(CareSeries.id).with_for_update(of=CareSeries, skip_locked=True)))


def unanswered() -> list[CareSeries]:
    """Every series that still waits for its answer, for the clock."""
    query = select(CareSeries).where(CareSeries.state == S.ASKED, still_asks())
    query = query.order_by(CareSeries.answer_due_at, CareSeries.id)
    return list(db.session.scalars(query.with_for_update(of=CareSeries, skip_locked=True)))


def line_to_go_on(series: CareSeries) -> PlanLine:
    """The line of the plan in force for the same service, where another plan took the place of the series' own."""
    line = series.plan_line
    if line.plan.state is not PlanState.REPLACED:
        return line
    query = select(PlanLine).join(PlanLine.plan)
    query = query.where(CarePlan.case_id == series.case_id, CarePlan.state == PlanState.AGREED)
    query = query.where(PlanLine.service_id == line.service_id, PlanLine.how_often != HowOften.ONCE)
    return db.session.scalars(query.order_by(PlanLine.position).limit(1)).first() or line


def still_asks() -> ColumnElement[bool]:
    """SQL: at least one of its referrals waits for the answer; what care stopped for gave its places back."""
    waiting = select(Referral.id).where(Referral.series_id == CareSeries.id, Referral.state == ReferralState.REQUESTED)
    return waiting.correlate(CareSeries).exists()


def referrals_of(series: CareSeries, *states: ReferralState, since: datetime | None = None) -> list[Referral]:
    """The referrals of a series in any of `states`, or all, by their time; those that begin after `since`."""
    query = select(Referral).join(Slot, Slot.id == Referral.slot_id).where(Referral.series_id == series.id)
    if states:
        query = query.where(Referral.state.in_(states))
    if since is not None:
        query = query.where(Slot.starts_at > since)
    shown = joinedload(Referral.slot), joinedload(Referral.organisation), joinedload(Referral.service)
    return list(db.session.scalars(query.order_by(Slot.starts_at, Referral.id).options(*shown)))


def visits_of(referrals: Iterable[Referral]) -> dict[UUID, Visit]:
    """What is booked of them, by the id of the referral."""
    ids = [each.id for each in referrals]
    booked = select(Visit).where(Visit.referral_id.in_(ids), Visit.state == VisitState.BOOKED)
    return {visit.referral_id: visit for visit in db.session.scalars(booked)}


def series_of_case(case: CareCase) -> list[CareSeries]:
    """What was asked or runs, by whatever plan, the newest first; the caller has checked who may see it."""
    of_case = and_(CareSeries.household_id == case.household_id, CareSeries.case_id == case.id)
    query = select(CareSeries).where(of_case, CareSeries.state != S.WITHDRAWN, CareSeries.decline_reason.is_(None))
    newest_first = query.order_by(CareSeries.first_on.desc(), CareSeries.id.desc()).limit(PAGE_SIZE)
    return list(db.session.scalars(newest_first.options(*_SHOWN)))


def last_worker_of(line_id: UUID, organisation_id: UUID) -> UUID | None:
    """Who of the co-operative came, or was named, for a plan line last."""
    query = select(Visit.worker_id).join(Referral, Referral.id == Visit.referral_id)
    query = query.where(
        Referral.plan_line_id == line_id, Visit.organisation_id == organisation_id, Visit.worker_id.is_not(None)
    )
    return db.session.scalars(query.order_by(Visit.starts_at.desc(), Visit.id.desc()).limit(1)).first()


class Place(NamedTuple):
    """A time of the day at which a co-operative has free places for a service, on these weekdays (0 is Monday)."""

    organisation: Organisation
    starts_at: time
    ends_at: time
    weekdays: tuple[int, ...]
    is_known: bool
    has_declined: bool = False

    @property
    def key(self) -> str:
        return f"{self.organisation.id}|{self.starts_at:%H:%M}"


def places_for(line: PlanLine, *, now: datetime) -> list[Place]:
    """Where regular visits may be asked for: who was at the household before first, then in turn and by time.

    Who declined this line comes last.
    """
    household = line.plan.case.household
    slots = free_slots(
        line.service_id,
        dong_code=household.dong_code,
        after=now,
        before=day_bounds(line.until_on)[1],
        limit=SLOTS_LOOKED_AT,
    )
    known, declined = known_organisations(household.id), _declined(line.id)
    days: dict[tuple[UUID, time], set[int]] = {}
    first: dict[tuple[UUID, time], Slot] = {}
    for slot in slots:
        local = slot.starts_at.astimezone(SEOUL)
        key = slot.organisation_id, local.time()
        days.setdefault(key, set()).add(local.weekday())
        first.setdefault(key, slot)
    found = [
        Place(
            slot.organisation,
            at,
            slot.ends_at.astimezone(SEOUL).time(),
            tuple(sorted(days[who, at])),
            is_known=who in known,
            has_declined=who in declined,
        )
        for (who, at), slot in first.items()
    ]
    order = turns(line.service_id, {who for who, _at in first}, now)
    return sorted(
        found, key=lambda one: (one.has_declined, not one.is_known, order[one.organisation.id], one.starts_at)
    )


def _declined(line_id: UUID) -> frozenset[UUID]:
    said_no = Referral.plan_line_id == line_id, Referral.decline_reason.is_not(None)
    return frozenset(db.session.scalars(select(Referral.organisation_id).where(*said_no).distinct()))
