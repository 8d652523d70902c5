"""The pages of the programmes and of the tables they calculate with."""

from uuid import UUID

from flask import url_for

from portal.benefits.programmes.queries import get_programme
from portal.benefits.programmes.views import reading, tables, writing
from portal.benefits.programmes.views.blueprint import bp
from portal.core.errors import NotFound
from portal.web import links

__all__ = ["bp"]

MODULES = (reading, tables, writing)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_programme(programme_id: UUID) -> links.Link | None:
    try:
        programme = get_programme(programme_id)
    except NotFound:
        return None
    return links.Link(programme.name, url_for("programmes.programme", programme_id=programme_id))
