"""Whose cases, and with them whose households, somebody sees: those who see all, all; a coordinator their own."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select, true
from sqlalchemy.orm import aliased

from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.residents.applications.models import Application

OPEN = CareCase.closed_at.is_(None)
_LATER = aliased(CareCase)
IS_NEWEST = or_(
    OPEN,
    not_(
        exists().where(
            _LATER.household_id == CareCase.household_id,
            or_(_LATER.closed_at.is_(None), _LATER.opened_at > CareCase.opened_at),
        )
    ),
)
"""Nobody else has accompanied the household since."""


def cases_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `CareCase`. A coordinator's own are those of households that nobody else has accompanied since.

    While somebody is away, theirs belong to whoever stands in, too.
    """
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    if not viewer.can(Permission.CASELOAD_OWN):
        return false()
    return and_(_is_seen_to(viewer), IS_NEWEST)


def open_cases_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """`cases_in_scope` of the open ones alone, whose households nobody else accompanies: an index answers it."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return OPEN
    return and_(_is_seen_to(viewer), OPEN) if viewer.can(Permission.CASELOAD_OWN) else false()


def _is_seen_to(viewer: Actor) -> ColumnElement[bool]:
    """By the viewer, as their own or for somebody who is away."""
    if not viewer.covers:
        return CareCase.coordinator_id == viewer.user_id
    return CareCase.coordinator_id.in_([viewer.user_id, *(covered.user_id for covered in viewer.covers)])


def households_accompanied(viewer: Actor) -> Select[UUID]:
    """The households of the cases in scope, by their ids."""
    return select(CareCase.household_id).where(cases_in_scope(viewer))


def applications_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Application`: those who see every household see all, a coordinator those that became cases of theirs."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    return Application.id.in_(select(CareCase.application_id).where(cases_in_scope(viewer)))
