"""The pages of the standard manuals."""

from uuid import UUID

from flask import Flask, url_for

from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.manuals.queries import manual_by_id
from portal.manuals.views import issuing, reading, writing
from portal.manuals.views.blueprint import bp
from portal.web import links, navigation

MODULES = (issuing, reading, writing)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_manual(manual_id: UUID) -> links.Link | None:
    try:
        manual = manual_by_id(manual_id)
    except NotFound:
        return None
    return links.Link(manual.title, url_for("manuals.manual", code=manual.code))


def install(app: Flask) -> None:
    app.register_blueprint(bp)
    navigation.register(
        navigation.Entry(N_("매뉴얼"), "manuals.manuals", Permission.MANUAL_READ, 65, within=("manuals.",))
    )
    links.LINKS.fill(link_to_manual, "manual")
