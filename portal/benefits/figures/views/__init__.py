"""The pages of the figures."""

from uuid import UUID

from flask import Flask, url_for

from portal.benefits.figures import presentation
from portal.benefits.figures.actions import SUBJECT
from portal.benefits.figures.closing import closed_month_by_id
from portal.benefits.figures.views import months, persons, spending
from portal.benefits.figures.views.blueprint import bp
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web import links, navigation
from portal.web.access import current_actor

MODULES = (months, persons, spending)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_month(closed_month_id: UUID) -> links.Link | None:
    found = closed_month_by_id(closed_month_id)
    if found is None or not current_actor().can(Permission.FIGURES_READ):
        return None
    url = url_for("figures.month", year=found.month.year, number=found.month.month)
    return links.Link(presentation.month_words(found.month), url)


def install(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(figure_rows_url=presentation.rows_url)
    app.jinja_env.filters.update(month_words=presentation.month_words, short_name=presentation.short)
    links.LINKS.fill(link_to_month, SUBJECT)
    within = ("figures.",)
    navigation.register(
        navigation.Entry(N_("지원금 현황"), "figures.overview", Permission.FIGURES_READ, order=52, within=within)
    )
