"""The year against its budget, what it was spent on, and the rows behind each figure."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from portal.benefits.figures import closing, people, presentation, queries
from portal.benefits.figures.forms import NarrowedFigures, selection_in
from portal.benefits.figures.rules import PACE_DAYS
from portal.benefits.figures.selection import Selection
from portal.benefits.figures.states import Dimension, MonthState
from portal.benefits.figures.views.blueprint import asked, asked_year, bp, today
from portal.benefits.ledger.states import ChargeState
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number


@bp.get("")
@requires(Permission.FIGURES_READ)
def overview() -> ResponseReturnValue:
    year, viewer = asked_year(), current_actor()
    years, whole = queries.programme_years(year, today()), queries.spending_of(Selection(year))
    forecast = sum(each.forecast for each in years)
    months = queries.spending_by(Dimension.MONTH, Selection(year))
    planned = sum(each.planned or 0 for each in years)
    return page(
        "figures/overview.html",
        selection=Selection(year),
        years=years,
        whole=whole,
        people=presentation.shown_count(whole.people, viewer),
        planned=planned,
        is_ahead_of_plan=0 < planned < forecast,
        forecast=forecast,
        finding=presentation.year_finding(years, today(), year),
        points=presentation.course_of_year(year, today(), months, forecast),
        changed=[each for each in closing.standings(year, today()) if each.state is MonthState.CHANGED],
        near=presentation.shown_near(people.near_cap_counts(year), viewer),
        never_billed=presentation.shown_count(people.never_billed_count(year), viewer),
        pace_days=PACE_DAYS,
    )


@bp.get("/by/<any(programme, service, organisation, dong, month):by>")
@requires(Permission.FIGURES_READ)
def spending(by: str) -> ResponseReturnValue:
    year, dimension = asked_year(), Dimension(by)
    selection = selection_in(request.args, year)
    lines = presentation.lines_of(dimension, selection, current_actor())
    whole = queries.spending_of(selection)
    return page(
        "figures/spending.html",
        filter=asked(NarrowedFigures, year, queries.all_programmes()),
        selection=selection,
        dimension=dimension,
        lines=lines,
        finding=presentation.finding(dimension, lines),
        whole=whole,
        people=presentation.shown_count(whole.people, current_actor()),
    )


@bp.get("/rows")
@requires(Permission.FIGURES_READ)
def rows() -> ResponseReturnValue:
    selection = selection_in(request.args, asked_year())
    if request.args.get("told"):
        return _told_rows(selection)
    state = ChargeState.HELD if request.args.get("state") == ChargeState.HELD else ChargeState.COMMITTED
    return page(
        "figures/rows.html",
        selection=selection,
        words=presentation.selection_words(selection),
        charges=queries.rows_behind(selection, state, page_number()),
        whole=queries.spending_of(selection),
        is_booked=state is ChargeState.HELD,
        sees_persons=current_actor().can(Permission.HOUSEHOLD_READ),
    )


def _told_rows(selection: Selection) -> ResponseReturnValue:
    """The rows with which a closed month is told; raises `NotFound` where none is meant."""
    if selection.month is None:
        raise NotFound
    closed = closing.get_closed_month(date(selection.year, selection.month, 1))
    return page(
        "figures/told_rows.html",
        selection=selection,
        closed=closed,
        words=presentation.selection_words(selection),
        told=closing.rows_told(closed, selection, page_number()),
        sees_persons=current_actor().can(Permission.HOUSEHOLD_READ),
    )
