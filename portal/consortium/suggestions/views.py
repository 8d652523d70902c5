"""Pages on which people say what should be otherwise in a manual, and on which the office answers."""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history
from portal.consortium.lessons.quoting import quotes
from portal.consortium.suggestions import actions, queries
from portal.consortium.suggestions.forms import BRIEF, AnswerForm, SuggestionFilter, SuggestionForm
from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.states import SUGGESTION_STATES
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.manuals.models import ManualSection
from portal.manuals.queries import edition_of, get_manual, section_of
from portal.manuals.states import SectionKind
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("suggestions", __name__, url_prefix="/manual-suggestions")
SECTION = "/<code>/<int:number>/<kind>"


def section_at(code: str, number: int, kind: str) -> ManualSection:
    if kind not in set(SectionKind):
        raise NotFound
    return section_of(edition_of(get_manual(code), number, viewer=current_actor()), SectionKind(kind))


def address_of(section: ManualSection) -> str:
    edition = section.edition
    return url_for("manuals.edition", code=edition.manual.code, number=edition.number, _anchor=section.kind.value)


@bp.get("")
@requires(Permission.MANUAL_APPROVE)
def suggestions() -> ResponseReturnValue:
    """All of them, by section."""
    chosen = SuggestionFilter()
    found = queries.suggestions_by_section(chosen.sought, page_number(), viewer=current_actor())
    by_section = groupby(found.items, key=lambda each: (each.section.edition.manual, each.section.kind))
    return page(
        "suggestions/suggestions.html",
        filter=chosen,
        found=found,
        sections=[(manual, kind, list(rows)) for (manual, kind), rows in by_section],
    )


@bp.get("/mine")
@requires(Permission.MANUAL_CONFIRM)
def mine() -> ResponseReturnValue:
    return page("suggestions/mine.html", found=queries.suggestions_of(current_actor(), page_number()))


@bp.route(f"{SECTION}/new", methods=["GET", "POST"])
@requires(Permission.MANUAL_CONFIRM)
def new(code: str, number: int, kind: str) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    if not queries.is_worked_by(section.edition):
        raise NotFound
    form = SuggestionForm()
    if form.validate_on_submit():
        with form.refusals():
            wish, reason = form.wish.data, form.reason.data
            actions.make_suggestion(section, wish, reason, actor=current_actor(), now=clock.now())
            flash(_("제안을 받았습니다. 답이 오면 할 일에 오릅니다."))
            return redirect(back_or(address_of(section)))
    return page("suggestions/new.html", form=form, section=section)


@bp.post(f"{SECTION}/<any(helps, helps_not):said>")
@requires(Permission.MANUAL_CONFIRM)
def opinion(code: str, number: int, kind: str, said: str) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    actions.give_opinion(section, said == "helps", actor=current_actor(), now=clock.now())
    flash(_("‘%(section)s’에 답해 주셔서 고맙습니다.", section=section.heading))
    return redirect(back_or(address_of(section)))


@bp.get("/<uuid:suggestion_id>")
@requires(Permission.MANUAL_CONFIRM)
def suggestion(suggestion_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_suggestion(suggestion_id, viewer=actor)
    return page(
        "suggestions/suggestion.html",
        suggestion=found,
        address=address_of(found.section),
        item=queries.agenda_item_of(found),
        point=queries.point_of(found),
        is_own=found.made_by_id == actor.user_id,
        steps=history(SUGGESTION_STATES, found.id),
    )


@bp.route("/<uuid:suggestion_id>/answer", methods=["GET", "POST"])
@requires(Permission.MANUAL_APPROVE)
def answer(suggestion_id: UUID) -> ResponseReturnValue:
    found = queries.get_suggestion(suggestion_id, viewer=current_actor())
    form = AnswerForm(brief=_brief(found) if request.method == "GET" else "")
    if form.validate_on_submit():
        with form.refusals():
            actions.answer_suggestion(found, form.answer(), actor=current_actor(), now=clock.now())
            flash(_("답했습니다. 제안한 분의 할 일에 오릅니다."))
            return redirect(back_or(url_for(".suggestion", suggestion_id=found.id)))
    return page("suggestions/answer.html", form=form, suggestion=found)


def _brief(found: ManualSuggestion) -> str:
    """What the draft or the agenda begins with: what was suggested, without whoever it names.

    Every name of the portal is read for it, so never while others wait to write.
    """
    return " ".join(" ".join(quotes([found.wish])).split())[:BRIEF]


@bp.post("/<uuid:suggestion_id>/heard")
@requires(Permission.MANUAL_CONFIRM)
def heard(suggestion_id: UUID) -> ResponseReturnValue:
    found = queries.get_suggestion(suggestion_id, viewer=current_actor())
    actions.hear_answer(found, actor=current_actor(), now=clock.now())
    flash(_("답을 읽었다고 적었습니다."))
    return redirect(back_or(url_for(".mine")))


def link_to_suggestion(suggestion_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_suggestion, suggestion_id)
    if found is None:
        return None
    words = _("%(title)s 개선 제안", title=found.section.edition.manual.title)
    return links.Link(words, url_for("suggestions.suggestion", suggestion_id=suggestion_id))
