"""The pages of the settlement."""

from uuid import UUID

from sqlalchemy import Select

from portal.benefits.settlement.queries import get_statement, waiting_count
from portal.benefits.settlement.views import accounts, disputes, files, months, reconciling, statements
from portal.benefits.settlement.views.blueprint import bp, statement_url
from portal.core.errors import DomainError
from portal.web import links
from portal.web.access import current_actor
from portal.web.filters import month_words

__all__ = ["bp"]

MODULES = (accounts, disputes, files, months, reconciling, statements)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_statement(statement_id: UUID) -> links.Link | None:
    try:
        found = get_statement(statement_id, viewer=current_actor())
    except DomainError:
        return None
    return links.Link(f"{month_words(found.month)} {found.organisation.name}", statement_url(found))


def badge() -> Select[int]:
    """What waits for the viewer: to be approved, or to be checked and sent."""
    return waiting_count(viewer=current_actor())
