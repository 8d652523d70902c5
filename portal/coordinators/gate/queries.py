"""What stands against a booking, as the database knows it at this moment: one statement for one pair or for many."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    RowMapping,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from portal.consortium.capacity.models import ClosedDay, Slot, SlotDong
from portal.consortium.capacity.queries import SLOT_DAY, is_free
from portal.consortium.catalogue.models import Service, ServicePrice
from portal.consortium.catalogue.queries import is_in_force, member_offers
from portal.consortium.confirmations.queries import read_up
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import has_agreement, is_member
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.rules import LineFacts, TimeFacts
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.beds import in_the_way
from portal.coordinators.referrals.models import Referral, ReferralNight
from portal.coordinators.referrals.rules import NEEDED_CONSENTS
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.errors import NotFound
from portal.extensions import current_settings, db
from portal.residents.applications.models import Application
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import names
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Household
from portal.workforce.training.queries import is_trained
from portal.workforce.workers.models import Worker
from portal.workforce.workers.queries import checks_ran_out, does, is_checked

NOBODY = UUID(int=0)
AT_ONCE = 500
"""Referrals of one statement."""
S = ReferralState
_WORKER = bindparam("worker", type_=Uuid())
_NOBODY = literal(NOBODY, Uuid())
_STOPS = bindparam("training_stops", type_=Boolean())
"""Whether missing training stops visits; else nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan line at a time, with what counts of both."""

    referral_id: UUID
    person_id: UUID
    line: LineFacts
    time: TimeFacts


@dataclass(frozen=True, slots=True)
class Reading:
    """Who accepts, and before which day manuals were to be confirmed that stop them."""

    user_id: UUID
    due_before: date


NOBODY_READS = Reading(NOBODY, date.min)


@dataclass(frozen=True, slots=True)
class _Own:
    """The booking itself, which does not stand in its own way: how far it comes, who would go there, if it stands."""

    id: SQLColumnExpression[UUID]
    reaches: SQLColumnExpression[Any]
    worker: SQLColumnExpression[Any]
    continues: SQLColumnExpression[Any] = field(default_factory=lambda: bindparam("continues", type_=Uuid()))
    stands: bool = False
    is_read_up: SQLColumnExpression[bool] = field(default_factory=true)


@dataclass(frozen=True, slots=True)
class Own:
    """What does not stand in the way of a time that nobody asked for yet.

    The referral that it is asked `instead_of`, the stay that it `continues`, and whoever would go there.
    """

    instead_of: UUID | None = None
    continues: UUID | None = None
    worker_id: UUID | None = None

    @property
    def values(self) -> dict[str, UUID]:
        return {
            "own_id": self.instead_of or NOBODY,
            "continues": self.continues or NOBODY,
            "worker": self.worker_id or NOBODY,
        }


NOTHING = Own()


def facts_of_pair(line_id: UUID, slot_id: UUID, own: Own = NOTHING) -> Asked:
    """A line at a time that nobody asked for yet."""
    return _one(_of_pair(), {"line_id": line_id, "slot_id": slot_id} | own.values)


def facts_of_times(line_id: UUID, slot_ids: Iterable[UUID], own: Own = NOTHING) -> dict[UUID, Asked]:
    """`facts_of_pair` of many slots in one statement, by the id of the slot."""
    values = {"line_id": line_id, "ids": list(slot_ids)} | own.values
    return {row["slot_id"]: _asked(row) for row in db.session.execute(_of_times(), _with_setting(values)).mappings()}


def facts_of_referral(
    referral_id: UUID, reaches: ReferralState, *, worker_id: UUID | None = None, reading: Reading = NOBODY_READS
) -> Asked:
    """A referral at its own time, as it would be once it `reaches` the next state."""
    values = {"referral_id": referral_id, "reaches": reaches, "worker": worker_id or NOBODY}
    return _one(_of_referral(), values | {"reader": reading.user_id, "due_before": reading.due_before})


def facts_of_nights(referral_id: UUID, reaches: ReferralState) -> list[Asked]:
    """`facts_of_referral` of each further night of a stay, in their order."""
    values = {"ids": [referral_id], "reaches": reaches, "worker": NOBODY}
    rows = db.session.execute(_of_nights(), _with_setting(values)).mappings()
    return [_asked(row) for row in rows]


def facts_of_standing(*conditions: ColumnElement[bool]) -> list[Asked]:
    """The referrals that hold or have booked a place, each as it stands, by their time; of a stay each night.

    The conditions may ask of the referral, its line, plan, case and household, and of the slot: PostgreSQL finds the
    few that they leave by their indexes, which it does not where all is asked at once of more than eight tables.
    """
    chosen = (
        select(Referral.id, Referral.stay_ends_at)
        .join(PlanLine, PlanLine.id == Referral.plan_line_id)
        .join(CarePlan, CarePlan.id == PlanLine.plan_id)
        .join(CareCase, CareCase.id == CarePlan.case_id)
        .join(Household, Household.id == CareCase.household_id)
        .join(Slot, Slot.id == Referral.slot_id)
        .where(*conditions)
        .order_by(Slot.starts_at, Referral.id)
    )
    found = db.session.execute(chosen).all()
    wanted = (
        (_of_standing(), [referral_id for referral_id, _ends in found]),
        (_of_nights_standing(), [referral_id for referral_id, stay_ends in found if stay_ends is not None]),
    )
    return [
        _asked(row)
        for query, ids in wanted
        for start in range(0, len(ids), AT_ONCE)
        for row in db.session.execute(query, _with_setting({"ids": ids[start : start + AT_ONCE]})).mappings()
    ]


@cache
def _of_standing() -> Select[Any]:
    visit = aliased(Visit)
    own = _Own(Referral.id, Referral.state, visit.worker_id, Referral.continues_id, stands=True)
    here = and_(visit.referral_id == Referral.id, visit.slot_id == Referral.slot_id, visit.state == VisitState.BOOKED)
    query = _joined(select(*_columns(own)).select_from(Referral), Referral.plan_line_id, Referral.slot_id)
    query = query.outerjoin(visit, here).where(Referral.id.in_(bindparam("ids", expanding=True)))
    return query.order_by(Slot.starts_at, Referral.id)


@cache
def _of_nights_standing() -> Select[Any]:
    return _nights(_Own(Referral.id, Referral.state, _NOBODY, Referral.continues_id, stands=True))


@cache
def _of_nights() -> Select[Any]:
    return _nights(_Own(Referral.id, bindparam("reaches"), _WORKER, Referral.continues_id))


def _nights(own: _Own) -> Select[Any]:
    night = aliased(ReferralNight)
    query = select(*_columns(own)).select_from(Referral).join(night, night.referral_id == Referral.id)
    query = _joined(query, Referral.plan_line_id, night.slot_id)
    return query.where(Referral.id.in_(bindparam("ids", expanding=True))).order_by(Slot.starts_at, Referral.id)


def _one(query: Select[Any], values: dict[str, Any]) -> Asked:
    row = db.session.execute(query, _with_setting(values)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return _asked(row)


def _with_setting(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"training_stops": current_settings().training_stops}


def _asked(told: RowMapping) -> Asked:
    return Asked(
        told["referral_id"],
        told["person_id"],
        LineFacts(**{item.name: told[item.name] for item in fields(LineFacts)}),
        TimeFacts(**{item.name: told[item.name] for item in fields(TimeFacts)}),
    )


@cache
def _of_pair() -> Select[Any]:
    own = _Own(bindparam("own_id", type_=Referral.id.type), literal(S.REQUESTED.value), _WORKER)
    query = select(*_columns(own)).select_from(PlanLine)
    return _joined(query, None, bindparam("slot_id")).where(PlanLine.id == bindparam("line_id"))


@cache
def _of_times() -> Select[Any]:
    own = _Own(bindparam("own_id", type_=Referral.id.type), literal(S.REQUESTED.value), _WORKER)
    query = select(Slot.id.label("slot_id"), *_columns(own)).select_from(PlanLine)
    query = _joined(query, None, Slot.id).where(PlanLine.id == bindparam("line_id"))
    return query.where(Slot.id.in_(bindparam("ids", expanding=True)))


@cache
def _of_referral() -> Select[Any]:
    reader, due_before = bindparam("reader", type_=Uuid()), bindparam("due_before", type_=Date())
    own = _Own(
        Referral.id,
        bindparam("reaches"),
        _WORKER,
        Referral.continues_id,
        is_read_up=read_up(Service.manual_id, reader, due_before),
    )
    query = _joined(select(*_columns(own)).select_from(Referral), Referral.plan_line_id, Referral.slot_id)
    return query.where(Referral.id == bindparam("referral_id"))


def _joined(query: Select[Any], line_id: Any, slot_id: Any) -> Select[Any]:
    if line_id is not None:
        query = query.join(PlanLine, PlanLine.id == line_id)
    return (
        query.join(CarePlan, CarePlan.id == PlanLine.plan_id)
        .join(CareCase, CareCase.id == CarePlan.case_id)
        .join(Application, Application.id == CareCase.application_id)
        .join(Household, Household.id == CareCase.household_id)
        .join(Service, Service.id == PlanLine.service_id)
        .join(Slot, Slot.id == slot_id)
        .join(Organisation, Organisation.id == Slot.organisation_id)
    )


def _columns(own: _Own) -> Iterable[ColumnElement[Any]]:
    """Each named like the fact that it is."""
    told: dict[str, SQLColumnExpression[Any]] = {
        "referral_id": own.id,
        "person_id": Application.person_id,
        "case_state": CareCase.state,
        "plan_state": CarePlan.state,
        "until_on": PlanLine.until_on,
        "has_consents": _has_consents(),
        "hold_until_on": CareCase.hold_until_on,
        "starts_at": Slot.starts_at,
        "is_free": is_free(),
        "is_closed": Slot.closed_at.is_not(None),
        "same_service": Slot.service_id == PlanLine.service_id,
        "serves_dong": exists().where(SlotDong.slot_id == Slot.id, SlotDong.dong_code == Household.dong_code),
        "is_member": is_member(SLOT_DAY),
        "has_agreement": has_agreement(Slot.organisation_id, SLOT_DAY),
        "is_insured": has_agreement(Slot.organisation_id, SLOT_DAY, insured=True),
        "is_named": exists().where(
            Consent.person_id == Application.person_id,
            Consent.kind == ConsentKind.THIRD_PARTY,
            Consent.withdrawn_at.is_(None),
            names(Consent, Organisation),
        ),
        "is_offered": and_(member_offers(Slot.organisation_id, Service.id, SLOT_DAY), is_in_force(SLOT_DAY)),
        "closes_that_day": exists().where(ClosedDay.organisation_id == Slot.organisation_id, ClosedDay.day == SLOT_DAY),
        "has_price": exists().where(ServicePrice.service_id == Service.id, ServicePrice.valid_from <= SLOT_DAY),
        "is_repeated": _is_repeated(own),
        "clashes": _clashes(own),
        "checks_ran_out": checks_ran_out(Slot.organisation_id, Service.id, SLOT_DAY),
        "worker_is_away": _worker_is_away(own),
        "worker_is_gone": _of_worker(own, not_(does(Worker, Service.id, SLOT_DAY))),
        "worker_is_unchecked": _of_worker(own, not_(is_checked(Worker, SLOT_DAY)), *_asked_for_checks(own)),
        "worker_is_untrained": and_(
            _STOPS, _of_worker(own, ~is_trained(Worker, Service.id, SLOT_DAY), *_asked_for_checks(own))
        ),
        "is_read_up": own.is_read_up,
    }
    return [column.label(name) for name, column in told.items()]


def _has_consents() -> ColumnElement[bool]:
    """A person has at most one consent of a kind that holds."""
    holds = (Consent.given, Consent.confirmed_at.is_not(None), Consent.withdrawn_at.is_(None))
    held = select(func.count(Consent.id)).where(Consent.kind.in_(NEEDED_CONSENTS), *holds)
    return held.where(Consent.person_id == Application.person_id).scalar_subquery() == len(NEEDED_CONSENTS)


def _is_repeated(own: _Own) -> ColumnElement[bool]:
    other = aliased(Referral)
    same = (other.household_id == CareCase.household_id, other.slot_id == Slot.id, other.id != own.id)
    return exists().where(*same, other.state.in_(OPEN_STATES))


def _clashes(own: _Own) -> ColumnElement[bool]:
    """Another referral of the household, that has come at least as far, overlaps, but for one that this continues."""
    other, its = aliased(Referral), aliased(Slot)
    as_far = or_(
        other.state == S.BOOKED,
        and_(other.state == S.ACCEPTED, own.reaches != S.BOOKED.value),
        and_(other.state == S.REQUESTED, own.reaches == S.REQUESTED.value),
    )
    others = (other.household_id == CareCase.household_id, other.id != own.id, other.id.is_distinct_from(own.continues))
    return exists().where(*others, as_far, in_the_way(other, its))


def _worker_is_away(own: _Own) -> ColumnElement[bool]:
    """Whoever would go there, if it is known, is booked elsewhere by the same co-operative at that time."""
    other = aliased(Visit)
    same = (other.organisation_id == Slot.organisation_id, other.worker_id == own.worker)
    overlap = (other.starts_at < Slot.ends_at, other.ends_at > Slot.starts_at)
    return exists().where(*same, *overlap, other.state == VisitState.BOOKED, other.referral_id != own.id)


def _of_worker(own: _Own, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of whoever would go there, if it is known."""
    return exists().where(Worker.id == own.worker, *conditions)


def _asked_for_checks(own: _Own) -> Iterable[ColumnElement[bool]]:
    """Who came along from old records keeps what they were booked for, until the member has written them down."""
    return (Worker.is_carried_over.is_(False),) if own.stands else ()
