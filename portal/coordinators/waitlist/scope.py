"""Whose waits somebody sees: those of the cases that they see."""

from sqlalchemy import ColumnElement, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.waitlist.models import WaitEntry
from portal.core.actors import Actor


def waits_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `WaitEntry`."""
    return WaitEntry.case_id.in_(select(CareCase.id).where(cases_in_scope(viewer)))
