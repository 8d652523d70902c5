"""Keeping what the list of households is narrowed to, and dropping it again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.coordinators.filters import actions, queries
from portal.coordinators.filters.forms import SaveFilterForm
from portal.coordinators.filters.rules import query_of
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("filters", __name__)


@bp.route("/households/filters", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_READ)
def filters() -> ResponseReturnValue:
    """The filters that one keeps; with a filter in the address, the form that keeps it."""
    actor, query, form = current_actor(), query_of(request.args), SaveFilterForm()
    if form.validate_on_submit():
        with form.refusals():
            saved = actions.save_filter(form.name.data or "", query, actor=actor, now=clock.now())
            flash(_("조건을 저장했습니다: %(name)s", name=saved.name))
            return redirect(f"{url_for('desk.households')}?{query}")
    return page("filters/filters.html", form=form, query=query, filters=queries.filters_of(actor))


@bp.post("/households/filters/<uuid:filter_id>/drop")
@requires(Permission.HOUSEHOLD_READ)
def drop(filter_id: UUID) -> ResponseReturnValue:
    saved = queries.get_filter(filter_id, viewer=current_actor())
    actions.drop_filter(saved)
    flash(_("조건을 지웠습니다: %(name)s", name=saved.name))
    return redirect(url_for(".filters"))
