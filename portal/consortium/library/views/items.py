"""The library: the list and its search, each item with its editions, and what the office writes down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.consortium.consulting.searching import FOUND_AT_MOST as RECORDS_AT_MOST
from portal.consortium.consulting.searching import found_records
from portal.consortium.library import actions, queries
from portal.consortium.library.fetching import fetches_of
from portal.consortium.library.forms import ItemForm, LibraryFilter
from portal.consortium.library.searching import FOUND_AT_MOST, found_items, snippets
from portal.consortium.library.states import LIBRARY_STATES, LibraryKind, LibraryView
from portal.consortium.library.views.blueprint import bp
from portal.consortium.library.views.editions import sealed
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.searching import words_of
from portal.manuals.queries import forms_in_force
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.limits import searches
from portal.web.once import repeatable
from portal.web.pages import page, page_number
from portal.web.words import gettext as _


@bp.route("", methods=["GET", "POST"])
@requires(Permission.LIBRARY_READ)
@searches
@repeatable("leads to the same list again")
def items() -> ResponseReturnValue:
    actor, today = current_actor(), clock.day_of(clock.now())
    form = LibraryFilter(manages=actor.can(Permission.LIBRARY_MANAGE))
    if request.method == "POST":
        return redirect(form.found_at(".items"))
    words, kind = words_of(form.words.data or ""), form.sought_kind
    among = found_items(words, viewer=actor) if words else None
    found = queries.items_for(actor, form.sought_view, kind=kind, among=among, today=today, page=page_number())
    return page(
        "library/items.html",
        filter=form,
        found=found,
        closed=queries.closed_among(found.items, today),
        pieces=snippets(found.items, words, viewer=actor) if words else {},
        is_short=bool(form.words.data) and not words,
        is_cut=len(among or ()) == FOUND_AT_MOST,
        most=FOUND_AT_MOST,
        **_beside(form, words, actor),
    )


def _beside(form: LibraryFilter, words: Sequence[str], viewer: Actor) -> dict[str, Any]:
    """What is found with the library: forms of manuals by kind or words, consulting records by words alone."""
    kind = form.sought_kind
    stands_there = form.sought_view is LibraryView.SHOWN
    forms = stands_there and (kind is LibraryKind.FORM or (kind is None and len(words) > 0))
    return {
        "of_manuals": forms_in_force(words, viewer=viewer) if forms else (),
        "records": found_records(words, viewer=viewer) if stands_there and words and kind is None else (),
        "most_records": RECORDS_AT_MOST,
    }


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
@prepares(sealed)
def new() -> ResponseReturnValue:
    form = ItemForm()
    if form.validate_on_submit():
        with form.refusals():
            made = actions.add_item(form.facts, prepared(), actor=current_actor(), now=clock.now())
            flash(_("자료실에 올렸습니다."))
            return redirect(url_for(".item", item_id=made.id))
    return page("library/edit.html", form=form, item=None)


@bp.get("/<uuid:item_id>")
@requires(Permission.LIBRARY_READ)
def item(item_id: UUID) -> ResponseReturnValue:
    actor, today = current_actor(), clock.day_of(clock.now())
    found = queries.get_item(item_id, viewer=actor)
    manages = actor.can(Permission.LIBRARY_MANAGE)
    is_closed = bool(queries.closed_among([found], today))
    return page(
        "library/item.html",
        item=found,
        is_closed=is_closed,
        opens=manages or not is_closed,
        agreed=queries.agreed_in(found, today),
        shown=queries.shown_in(found) if manages else (),
        fetched=fetches_of(found, viewer=actor) if manages else {},
        steps=history(LIBRARY_STATES, found.id),
    )


@bp.route("/<uuid:item_id>/edit", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def edit(item_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = locked(queries.get_item(item_id, viewer=actor))
    form = ItemForm(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_item(found, form.facts, actor=actor, now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".item", item_id=item_id))
    return page("library/edit.html", form=form, item=found)


@bp.post("/<uuid:item_id>/away")
@requires(Permission.LIBRARY_MANAGE)
def put_away(item_id: UUID) -> ResponseReturnValue:
    found = queries.get_item(item_id, viewer=current_actor())
    actions.put_away(found, actor=current_actor(), now=clock.now())
    flash(_("자료실에서 내렸습니다. 사무국만 봅니다."))
    return redirect(url_for(".item", item_id=item_id))


@bp.post("/<uuid:item_id>/back")
@requires(Permission.LIBRARY_MANAGE)
def bring_back(item_id: UUID) -> ResponseReturnValue:
    found = queries.get_item(item_id, viewer=current_actor())
    actions.bring_back(found, actor=current_actor(), now=clock.now())
    flash(_("자료실에 다시 올렸습니다."))
    return redirect(url_for(".item", item_id=item_id))


def link_to_item(item_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_item, item_id)
    return links.Link(found.title, url_for("library.item", item_id=item_id)) if found else None
