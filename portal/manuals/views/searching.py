"""The page that looks for words in manuals; nobody's words stand in an address."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from portal.core.permissions import Permission
from portal.core.searching import words_of
from portal.manuals.forms import SectionSearch
from portal.manuals.searching import SHOWN_AT_MOST, search_sections
from portal.manuals.views.blueprint import bp
from portal.web.access import current_actor, requires
from portal.web.once import repeatable
from portal.web.pages import page


@bp.route("/search", methods=["GET", "POST"])
@requires(Permission.MANUAL_READ)
@repeatable("leads to the same list again")
def search() -> ResponseReturnValue:
    form = SectionSearch()
    if request.method == "POST":
        return redirect(form.found_at(".search"))
    typed = form.words.data or ""
    hits = search_sections(typed, earlier=form.earlier.data, viewer=current_actor())
    return page("manuals/search.html", search=form, words=words_of(typed), hits=hits, most=SHOWN_AT_MOST)
