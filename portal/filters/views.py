"""Keeping what a list is narrowed to, opening it from the list, and dropping it again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.filtered import FilteredList
from portal.core.permissions import Permission
from portal.filters import actions, queries
from portal.filters.forms import SaveFilterForm
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("filters", __name__, url_prefix="/filters")


@bp.get("")
@requires(Permission.STAFF_OWN)
def filters() -> ResponseReturnValue:
    """All that one keeps, by list."""
    return page("filters/filters.html", kept=queries.filters_by_list(current_actor()))


@bp.route("/<name>", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
def save(name: str) -> ResponseReturnValue:
    """Keeps the filter of a list that stands in the address."""
    actor, form, narrowed = current_actor(), SaveFilterForm(), queries.list_called(name)
    actor.require(narrowed.permission)
    if form.validate_on_submit():
        with form.refusals():
            saved = actions.save_filter(name, form.name.data or "", request.args, actor=actor, now=clock.now())
            flash(_("조건을 저장했습니다: %(name)s", name=saved.name))
            return redirect(address_of(narrowed, saved.query))
    return page("filters/save.html", form=form, list=narrowed, query=narrowed.query_of(request.args))


@bp.post("/<uuid:filter_id>/drop")
@requires(Permission.STAFF_OWN)
def drop(filter_id: UUID) -> ResponseReturnValue:
    saved = queries.get_filter(filter_id, viewer=current_actor())
    actions.drop_filter(saved)
    flash(_("조건을 지웠습니다: %(name)s", name=saved.name))
    return redirect(url_for(".filters"))


def above_list(*, list_name: str) -> str:
    """The filters that the viewer keeps of a list, and the way to keep the present one; "" where there is neither."""
    narrowed = queries.list_called(list_name)
    query, saved = narrowed.query_of(request.args), queries.filters_of(current_actor(), list_name)
    if not (query or saved):
        return ""
    return render_template("filters/_saved.html", name=list_name, list=narrowed, query=query, saved=saved)


def address_of(narrowed: FilteredList, query: str) -> str:
    """A list as a filter narrows it."""
    return f"{url_for(narrowed.endpoint)}{'?' if query else ''}{query}"
