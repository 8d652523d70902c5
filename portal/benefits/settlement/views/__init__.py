"""The pages of the settlement."""

from uuid import UUID

from flask import Flask
from sqlalchemy import Select

from portal.benefits.ledger.queries import SETTLED
from portal.benefits.settlement.queries import get_statement, waiting_count
from portal.benefits.settlement.standing import settled_charges
from portal.benefits.settlement.views import accounts, disputes, files, months, reconciling, statements
from portal.benefits.settlement.views.blueprint import bp, month_words, statement_url
from portal.benefits.settlement.words import remarks_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.web import links, navigation
from portal.web.access import current_actor

MODULES = (accounts, disputes, files, months, reconciling, statements)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_statement(statement_id: UUID) -> links.Link | None:
    try:
        found = get_statement(statement_id, viewer=current_actor())
    except DomainError:
        return None
    return links.Link(f"{month_words(found.month)} {found.organisation.name}", statement_url(found))


def _badge() -> Select[int]:
    """What waits for the viewer: to be approved, or to be checked and sent."""
    return waiting_count(viewer=current_actor())


def install(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters["month_words"] = month_words
    app.jinja_env.filters["line_remarks"] = remarks_of
    SETTLED.fill(settled_charges)
    links.LINKS.fill(link_to_statement, "statement")
    navigation.register(
        navigation.Entry(
            N_("정산"),
            "settlement.months",
            Permission.STATEMENT_MANAGE,
            68,
            within=("settlement.",),
            roles=frozenset({Role.OFFICE}),
            badge=_badge,
        )
    )
    navigation.register(
        navigation.Entry(
            N_("정산"),
            "settlement.mine",
            Permission.STATEMENT_OWN,
            68,
            within=("settlement.",),
            roles=frozenset({Role.COOPERATIVE}),
            badge=_badge,
        )
    )
