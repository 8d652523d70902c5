"""Whose silence is looked at, and who sees it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.db.plain import plain, plain_all
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import STANDING, DeviceState
from portal.monitoring.watching.models import Absence, Watch
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Household, Person
from portal.residents.households.scope import households_in_scope


def people_agreeing(kind: ConsentKind) -> Select:  # type: ignore[type-arg] # of ids
    """Who agrees to it at this moment."""
    holds = (Consent.withdrawn_at.is_(None), Consent.given, Consent.confirmed_at.is_not(None))
    return select(Consent.person_id).where(Consent.kind == plain(kind), *holds)


def is_watched() -> ColumnElement[bool]:
    """SQL on `Watch`: the person agrees, is alive, and somebody accompanies them; care that rests, rests here too."""
    accompanied = select(CareCase.id).where(
        CareCase.household_id == Watch.household_id, OPEN, CareCase.state != plain(CaseState.ON_HOLD)
    )
    alive = select(Person.id).where(Person.id == Watch.person_id, Person.death_known_on.is_(None))
    agrees = people_agreeing(ConsentKind.WATCHING).where(Consent.person_id == Watch.person_id)
    return and_(accompanied.exists(), alive.exists(), agrees.exists())


def is_to_be_fetched() -> ColumnElement[bool]:
    """SQL on `Device`: it stands in a home in which nobody is to be watched any more, or is ordered for no care."""
    in_care = select(CareCase.id).where(CareCase.household_id == Device.household_id, OPEN).exists()
    agrees = people_agreeing(ConsentKind.WATCHING).where(Consent.person_id == Device.person_id).exists()
    is_there = and_(Device.state.in_(plain_all(STANDING)), or_(~in_care, ~agrees))
    is_ordered = and_(Device.state == plain(DeviceState.ORDERED), ~in_care)
    return and_(Device.supplier_id.is_not(None), or_(is_there, is_ordered))


def was_at_home(household_id: Any, since: Any, now: datetime) -> ColumnElement[bool]:
    """SQL on a column of households: their care goes on, and nobody told that they were away since `since`."""
    away = select(Absence.id).where(
        Absence.household_id == household_id,
        Absence.ends_at > since,
        Absence.starts_at <= now,
        Absence.ends_at > Absence.starts_at,
    )
    rests = select(CareCase.id).where(CareCase.household_id == household_id, CareCase.state == CaseState.ON_HOLD)
    return and_(~away.exists(), ~rests.exists())


def watches_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Watch`: those of the households that the viewer works with."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    return Watch.household_id.in_(select(Household.id).where(households_in_scope(viewer)))
