"""What stands against a booking, as the database knows it at this moment: one statement for one pair or for many."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    RowMapping,
    Select,
    Uuid,
    and_,
    bindparam,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.confirmations.queries import read_up
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.columns import NO_WORKER, NOBODY, WORKER, Booking, columns
from portal.coordinators.gate.rules import LineFacts, TimeFacts
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.models import Referral, ReferralNight
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.errors import NotFound
from portal.extensions import current_settings, db
from portal.residents.applications.models import Application
from portal.residents.households.models import Household

AT_ONCE = 500
"""Referrals of one statement."""


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
    own = Booking(Referral.id, Referral.state, visit.worker_id, Referral.continues_id, stands=True)
    here = and_(visit.referral_id == Referral.id, visit.slot_id == Referral.slot_id, visit.state == VisitState.BOOKED)
    query = _joined(select(*columns(own)).select_from(Referral), Referral.plan_line_id, Referral.slot_id)
    query = query.outerjoin(visit, here).where(Referral.id.in_(bindparam("ids", expanding=True)))
    return query.order_by(Slot.starts_at, Referral.id)


@cache
def _of_nights_standing() -> Select[Any]:
    return _nights(Booking(Referral.id, Referral.state, NO_WORKER, Referral.continues_id, stands=True))


@cache
def _of_nights() -> Select[Any]:
    return _nights(Booking(Referral.id, bindparam("reaches"), WORKER, Referral.continues_id))


def _nights(own: Booking) -> Select[Any]:
    night = aliased(ReferralNight)
    query = select(*columns(own)).select_from(Referral).join(night, night.referral_id == Referral.id)
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
    own = Booking(bindparam("own_id", type_=Referral.id.type), literal(ReferralState.REQUESTED.value), WORKER)
    query = select(*columns(own)).select_from(PlanLine)
    return _joined(query, None, bindparam("slot_id")).where(PlanLine.id == bindparam("line_id"))


@cache
def _of_times() -> Select[Any]:
    own = Booking(bindparam("own_id", type_=Referral.id.type), literal(ReferralState.REQUESTED.value), WORKER)
    query = select(Slot.id.label("slot_id"), *columns(own)).select_from(PlanLine)
    query = _joined(query, None, Slot.id).where(PlanLine.id == bindparam("line_id"))
    return query.where(Slot.id.in_(bindparam("ids", expanding=True)))


@cache
def _of_referral() -> Select[Any]:
    reader, due_before = bindparam("reader", type_=Uuid()), bindparam("due_before", type_=Date())
    own = Booking(
        Referral.id,
        bindparam("reaches"),
        WORKER,
        Referral.continues_id,
        is_read_up=read_up(Service.manual_id, reader, due_before),
    )
    query = _joined(select(*columns(own)).select_from(Referral), Referral.plan_line_id, Referral.slot_id)
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
