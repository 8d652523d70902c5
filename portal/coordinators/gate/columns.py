"""The facts of the gate as columns of one statement: each of them a condition of the database at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
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
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import has_agreement, is_member
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.beds import in_the_way
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import NEEDED_CONSENTS
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.residents.applications.models import Application
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import names
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Household
from portal.workforce.training.queries import is_trained
from portal.workforce.workers.models import Worker
from portal.workforce.workers.queries import checks_ran_out, does, is_checked

NOBODY = UUID(int=0)
S = ReferralState
WORKER = bindparam("worker", type_=Uuid())
NO_WORKER = literal(NOBODY, Uuid())
STOPS = bindparam("training_stops", type_=Boolean())
"""Whether missing training stops visits; else nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class Booking:
    """The booking itself, which does not stand in its own way: how far it comes, who would go there, if it stands."""

    id: SQLColumnExpression[UUID]
    reaches: SQLColumnExpression[Any]
    worker: SQLColumnExpression[Any]
    continues: SQLColumnExpression[Any] = field(default_factory=lambda: bindparam("continues", type_=Uuid()))
    stands: bool = False
    is_read_up: SQLColumnExpression[bool] = field(default_factory=true)


def columns(own: Booking) -> Iterable[ColumnElement[Any]]:
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
            STOPS, _of_worker(own, ~is_trained(Worker, Service.id, SLOT_DAY), *_asked_for_checks(own))
        ),
        "is_read_up": own.is_read_up,
    }
    return [column.label(name) for name, column in told.items()]


def _has_consents() -> ColumnElement[bool]:
    """A person has at most one consent of a kind that holds."""
    holds = (Consent.given, Consent.confirmed_at.is_not(None), Consent.withdrawn_at.is_(None))
    held = select(func.count(Consent.id)).where(Consent.kind.in_(NEEDED_CONSENTS), *holds)
    return held.where(Consent.person_id == Application.person_id).scalar_subquery() == len(NEEDED_CONSENTS)


def _is_repeated(own: Booking) -> ColumnElement[bool]:
    other = aliased(Referral)
    same = (other.household_id == CareCase.household_id, other.slot_id == Slot.id, other.id != own.id)
    return exists().where(*same, other.state.in_(OPEN_STATES))


def _clashes(own: Booking) -> ColumnElement[bool]:
    """Another referral of the household, that has come at least as far, overlaps, but for one that this continues."""
    other, its = aliased(Referral), aliased(Slot)
    as_far = or_(
        other.state == S.BOOKED,
        and_(other.state == S.ACCEPTED, own.reaches != S.BOOKED.value),
        and_(other.state == S.REQUESTED, own.reaches == S.REQUESTED.value),
    )
    others = (other.household_id == CareCase.household_id, other.id != own.id, other.id.is_distinct_from(own.continues))
    return exists().where(*others, as_far, in_the_way(other, its))


def _worker_is_away(own: Booking) -> ColumnElement[bool]:
    """Whoever would go there, if it is known, is booked elsewhere by the same co-operative at that time."""
    other = aliased(Visit)
    same = (other.organisation_id == Slot.organisation_id, other.worker_id == own.worker)
    overlap = (other.starts_at < Slot.ends_at, other.ends_at > Slot.starts_at)
    return exists().where(*same, *overlap, other.state == VisitState.BOOKED, other.referral_id != own.id)


def _of_worker(own: Booking, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of whoever would go there, if it is known."""
    return exists().where(Worker.id == own.worker, *conditions)


def _asked_for_checks(own: Booking) -> Iterable[ColumnElement[bool]]:
    """Who came along from old records keeps what they were booked for, until the member has written them down."""
    return (Worker.is_carried_over.is_(False),) if own.stands else ()
