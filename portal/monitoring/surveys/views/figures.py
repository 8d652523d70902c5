"""What surveys found, by campaign and dong; nobody is named, and few are not counted aloud."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.surveys import queries
from portal.monitoring.surveys.presentation import found_rows
from portal.monitoring.surveys.views.blueprint import bp
from portal.web.access import requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/figures")
@requires(Permission.FIGURES_READ)
def figures() -> ResponseReturnValue:
    this_year = clock.day_of(clock.now()).year
    year = request.args.get("year", this_year, type=int)
    begun = queries.begun_surveys(year) if clock.FIRST_YEAR <= year <= clock.LAST_YEAR else []
    rows = found_rows(begun, queries.counts_of(begun))
    tabs = [
        (_("%(year)d년", year=each), url_for(".figures", year=each), each == year, None)
        for each in range(this_year, this_year - 3, -1)
    ]
    return page("surveys/figures.html", rows=rows, year=year, year_tabs=tabs)
