"""Whose statements and bank accounts somebody sees: office and auditors all statements, a co-operative its own."""

from uuid import UUID

from sqlalchemy import ColumnElement, true

from portal.benefits.settlement.models import Statement
from portal.core.actors import Actor
from portal.core.permissions import Permission


def statements_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Statement`. Raises `Forbidden` for whoever has nothing to do with statements."""
    if viewer.can(Permission.STATEMENT_ALL):
        return true()
    viewer.require(Permission.STATEMENT_OWN)
    return Statement.organisation_id == viewer.organisation_id


def sees_money_of(organisation_id: UUID, viewer: Actor) -> bool:
    """Whether a co-operative's bank accounts are the viewer's to see."""
    return viewer.can(Permission.STATEMENT_MANAGE) or organisation_id == viewer.organisation_id
