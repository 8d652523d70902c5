"""Who sees what a watcher is to do: themselves while their agreement lasts, and whoever works with the household."""

from datetime import date

from sqlalchemy import ColumnElement, and_, false, select, true

from portal.coordinators.caseload.scope import households_accompanied
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.monitoring.teams.models import Assignment, NeighbourReport, Volunteer
from portal.monitoring.teams.states import AssignmentState, Found, VolunteerState
from portal.monitoring.watching.scope import people_agreeing
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind

IS_OPEN = Assignment.state == AssignmentState.OPEN
TO_BE_READ = (NeighbourReport.found != Found.WELL) | (NeighbourReport.note != "")
"""SQL of `NeighbourReport.is_to_be_read`."""


def is_at_work(day: date) -> ColumnElement[bool]:
    """SQL on `Volunteer`: their agreement covers the day."""
    return and_(Volunteer.state == VolunteerState.ACTIVE, Volunteer.from_on <= day, Volunteer.until_on >= day)


def is_standing(day: date) -> ColumnElement[bool]:
    """SQL on `Assignment`: it counts on the day, its volunteer is at work and the person agrees."""
    at_work = Assignment.volunteer_id.in_(select(Volunteer.id).where(is_at_work(day)))
    agreed = people_agreeing(ConsentKind.NEIGHBOUR).where(Consent.person_id == Assignment.person_id)
    return and_(IS_OPEN, Assignment.from_on <= day, Assignment.until_on >= day, at_work, agreed.exists())


def assignments_of_watcher(viewer: Actor, day: date) -> ColumnElement[bool]:
    """SQL on `Assignment`: what the viewer is to do on the day."""
    if not viewer.can(Permission.NEIGHBOUR_WATCH):
        return false()
    own = select(Volunteer.id).where(Volunteer.user_id == viewer.user_id)
    return and_(Assignment.volunteer_id.in_(own), is_standing(day))


def assignments_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Assignment`: of households that the viewer works with."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    if not viewer.can(Permission.NEIGHBOUR_ASSIGN):
        return false()
    return Assignment.household_id.in_(households_accompanied(viewer))


def reports_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `NeighbourReport`: of households that the viewer works with."""
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    if not viewer.can(Permission.NEIGHBOUR_ASSIGN):
        return false()
    return NeighbourReport.household_id.in_(households_accompanied(viewer))
