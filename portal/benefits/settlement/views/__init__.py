"""The pages of the settlement."""

from uuid import UUID

from sqlalchemy import Select

from portal.audit.persons import author_code, reads_without_persons
from portal.benefits.settlement.models import StatementLine
from portal.benefits.settlement.queries import get_statement, waiting_count
from portal.benefits.settlement.views import accounts, disputes, files, months, reconciling, statements
from portal.benefits.settlement.views.blueprint import bp, statement_url
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web import links
from portal.web.access import current_actor
from portal.web.filters import month_words

__all__ = ["bp"]

MODULES = (accounts, disputes, files, months, reconciling, statements)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_statement(statement_id: UUID) -> links.Link | None:
    found = links.seen(get_statement, statement_id)
    if found is None:
        return None
    return links.Link(f"{month_words(found.month)} {found.organisation.name}", statement_url(found))


def whose(line: StatementLine) -> str:
    """Whom a line is about: a name that shows little, to auditors the code that stands for this person everywhere."""
    if reads_without_persons(current_actor()):
        return author_code(line.person.user_id or line.person.id)
    return line.masked_name


def badge(viewer: Actor) -> Select[int] | None:
    """What waits for the viewer: to be approved, or to be checked and sent; nothing for whoever only reads."""
    return waiting_count(viewer=viewer) if viewer.can(Permission.STATEMENT_ACT) else None
