"""The pages of the standard manuals."""

from uuid import UUID

from flask import url_for

from portal.core.errors import NotFound
from portal.manuals.queries import manual_by_id
from portal.manuals.views import approvers, attaching, correcting, issuing, keeping, reading, searching, writing
from portal.manuals.views.blueprint import bp
from portal.web import links

__all__ = ["approvers", "bp"]

MODULES = (attaching, correcting, issuing, keeping, reading, searching, writing)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_manual(manual_id: UUID) -> links.Link | None:
    try:
        manual = manual_by_id(manual_id)
    except NotFound:
        return None
    return links.Link(manual.title, url_for("manuals.manual", code=manual.code))
