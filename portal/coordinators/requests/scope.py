"""Who sees what somebody in care asked for: their coordinator, and the office; another coordinator only the office."""

from sqlalchemy import ColumnElement, and_, select, true

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.states import RequestKind
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.db.plain import plain


def requests_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `CareRequest`. Whoever may not choose coordinators never learns that somebody wishes for another."""
    if viewer.can(Permission.APPLICATION_PAIR) and viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    own = CareRequest.case_id.in_(select(CareCase.id).where(cases_in_scope(viewer)))
    return and_(own, CareRequest.kind != plain(RequestKind.OTHER_COORDINATOR))
