"""The pages of the figures."""

from uuid import UUID

from flask import url_for

from portal.benefits.figures.closing import closed_month_by_id
from portal.benefits.figures.views import months, persons, spending
from portal.benefits.figures.views.blueprint import bp
from portal.core.permissions import Permission
from portal.web import links
from portal.web.access import current_actor
from portal.web.filters import month_words

__all__ = ["bp"]

MODULES = (months, persons, spending)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_month(closed_month_id: UUID) -> links.Link | None:
    found = closed_month_by_id(closed_month_id)
    if found is None or not current_actor().can(Permission.FIGURES_READ):
        return None
    url = url_for("figures.month", year=found.month.year, number=found.month.month)
    return links.Link(month_words(found.month), url)
