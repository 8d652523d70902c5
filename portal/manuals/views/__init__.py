"""The pages of the standard manuals."""

from uuid import UUID

from flask import Flask, url_for

from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.manuals.queries import manual_by_id
from portal.manuals.rules import HEADINGS
from portal.manuals.states import EditionState, SectionKind
from portal.manuals.views import issuing, reading, writing
from portal.manuals.views.blueprint import bp
from portal.web import labels, links, navigation

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
    labels.register_labels(
        EditionState,
        {
            EditionState.DRAFT: (N_("쓰는 중"), "progress"),
            EditionState.IN_REVIEW: (N_("검토 중"), "info"),
            EditionState.REVIEWED: (N_("승인 기다림"), "warning"),
            EditionState.PUBLISHED: (N_("시행 중"), "success"),
            EditionState.SUPERSEDED: (N_("지난 판"), "neutral"),
        },
    )
    labels.register_labels(SectionKind, {kind: HEADINGS[kind] for kind in SectionKind})
    navigation.register(
        navigation.Entry(N_("매뉴얼"), "manuals.manuals", Permission.MANUAL_READ, 65, within=("manuals.",))
    )
    links.LINKS.fill(link_to_manual, "manual")
