"""Budgets, and the months: closing one, and telling what changed afterwards."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.benefits.figures import actions, closing, presentation, queries
from portal.benefits.figures.forms import BudgetForm, RestateForm
from portal.benefits.figures.selection import Selection
from portal.benefits.figures.states import MonthState
from portal.benefits.figures.views.blueprint import asked_month, asked_year, bp, today, years_to_choose
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/budgets")
@requires(Permission.FIGURES_READ)
def budgets() -> ResponseReturnValue:
    year = asked_year()
    years = {each.programme.id: each for each in queries.programme_years(year, today())}
    return page(
        "figures/budgets.html",
        year=year,
        years=sorted({*years_to_choose(year), today().year + 1}, reverse=True),
        rows=[(programme, years.get(programme.id)) for programme in queries.all_programmes()],
    )


@bp.route("/budgets/<uuid:programme_id>/<int:year>", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def budget(programme_id: UUID, year: int) -> ResponseReturnValue:
    if not clock.FIRST_YEAR <= year <= clock.LAST_YEAR:
        raise NotFound
    programme, earlier = locked(queries.programme_by_id(programme_id)), queries.budgets_set(programme_id, year)
    form = BudgetForm(data={"amount": earlier[0].amount if earlier else None})
    if form.validate_on_submit():
        with form.refusals():
            amount, note = form.amount.data, form.note.data
            actions.set_budget(programme, year, amount, note=note, actor=current_actor(), now=clock.now())
            flash(_("예산을 정했습니다."))
            return redirect(url_for(".budgets", year=year))
    return page("figures/budget.html", form=form, programme=programme, year=year, earlier=earlier)


@bp.get("/months")
@requires(Permission.FIGURES_READ)
def months() -> ResponseReturnValue:
    year = asked_year()
    found = closing.standings(year, today())
    people = presentation.shown_counts([each.now.people for each in found], current_actor())
    return page(
        "figures/months.html",
        year=year,
        years=years_to_choose(year),
        selection=Selection(year),
        rows=list(zip(found, people, strict=True)),
    )


@bp.get("/months/<int:year>/<int:number>")
@requires(Permission.FIGURES_READ)
def month(year: int, number: int) -> ResponseReturnValue:
    return _month_page(asked_month(year, number), None)


def _month_page(first: date, form: RestateForm | None) -> tuple[str, int]:
    standing = closing.standing_of(first, today())
    closed, viewer = standing.closed, current_actor()
    may_restate = standing.state is MonthState.CHANGED and viewer.can(Permission.STATEMENT_MANAGE)
    return page(
        "figures/month.html",
        form=form or (RestateForm() if may_restate else None),
        standing=standing,
        parts=presentation.parts_of(standing, viewer),
        changes=presentation.named_changes(closing.changes_of(closed)) if closed else [],
        booked=closing.booked_in(first),
        selection=Selection(first.year, first.month),
        people=presentation.shown_count(standing.told.people if closed else standing.now.people, viewer),
    )


@bp.post("/months/<int:year>/<int:number>/close")
@requires(Permission.STATEMENT_MANAGE)
def close(year: int, number: int) -> ResponseReturnValue:
    actions.close_month(asked_month(year, number), actor=current_actor(), now=clock.now())
    flash(_("%(month)d월을 마감했습니다. 뒤에 바뀌는 것은 정정으로 남습니다.", month=number))
    return redirect(url_for(".month", year=year, number=number))


@bp.post("/months/<int:year>/<int:number>/restate")
@requires(Permission.STATEMENT_MANAGE)
def restate(year: int, number: int) -> ResponseReturnValue:
    first, form = asked_month(year, number), RestateForm()
    closed = closing.get_closed_month(first)
    if form.validate_on_submit():
        with form.refusals():
            actions.restate_month(closed, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("정정을 남겼습니다."))
            return redirect(url_for(".month", year=year, number=number))
    return _month_page(first, form)
