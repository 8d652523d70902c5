"""Pages that show manuals: the list, an edition, two editions side by side, the document."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import get_user
from portal.audit.steps import history
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.comparison import comparison_document
from portal.documents.glyphs import unprintable
from portal.documents.pdf import document_pdf
from portal.documents.views import attached, document_response
from portal.manuals.actions import edition_pdf, has_paper, paper_to_come, set_again
from portal.manuals.comparison import compare_editions, comparison_of
from portal.manuals.content import digest_of_edition, read_digest
from portal.manuals.forms import CheckForm, CompareForm, SectionSearch
from portal.manuals.models import ManualEdition
from portal.manuals.printing import printed
from portal.manuals.queries import (
    edition_in_force,
    edition_to_come,
    editions_for,
    editions_with_digest,
    find_paper,
    get_edition,
    get_manual,
    is_given_up,
    manuals_for,
    published_edition,
    writers_of,
)
from portal.manuals.rules import IN_THE_MAKING
from portal.manuals.scope import may_correct
from portal.manuals.states import MANUAL_EDITION_STATES, ManualEditionState
from portal.manuals.views.blueprint import bp, edition_at, edition_url
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("")
@requires(Permission.MANUAL_READ)
def manuals() -> ResponseReturnValue:
    found = manuals_for(current_actor())
    return page(
        "manuals/list.html",
        manuals=found,
        in_force={manual.id: published_edition(manual) for manual in found},
        to_come={manual.id: edition_to_come(manual) for manual in found},
        search=SectionSearch(),
    )


@bp.get("/<code>")
@requires(Permission.MANUAL_READ)
def manual(code: str) -> ResponseReturnValue:
    """The edition in force; before the first one, those who write see the draft."""
    found = get_manual(code)
    in_force = edition_in_force(found.id)
    if in_force is not None:
        return edition_page(get_edition(in_force.id))
    shown = edition_to_come(found) or max(found.editions, key=lambda each: each.number)
    return redirect(edition_url(edition_at(code, shown.number)))


@bp.get("/<code>/editions/<int:number>")
@requires(Permission.MANUAL_READ)
def edition(code: str, number: int) -> ResponseReturnValue:
    return edition_page(edition_at(code, number))


def edition_page(edition: ManualEdition) -> ResponseReturnValue:
    editions = editions_for(edition.manual, viewer=current_actor())
    writing = edition.state is ManualEditionState.DRAFT and current_actor().can(Permission.MANUAL_WRITE)
    own, in_the_making = current_actor().user_id in writers_of(edition), edition.state in IN_THE_MAKING
    return page(
        "manuals/edition.html",
        manual=edition.manual,
        edition=edition,
        editions=editions,
        steps=history(MANUAL_EDITION_STATES, edition.id),
        to_come=edition_to_come(edition.manual),
        earlier=next((each for each in editions if each.number < edition.number), None),
        writing=writing,
        own=own,
        may_correct=in_the_making and may_correct(edition.author_id, current_actor()),
        asked_to_review=_asked_to_review(edition),
        unprintable={section.kind: unprintable(printed(section)) for section in edition.sections} if writing else {},
    )


def _asked_to_review(edition: ManualEdition) -> str:
    """By name, while it waits for them; empty where nobody was chosen."""
    if edition.state is not ManualEditionState.IN_REVIEW or edition.asked_reviewer_id is None:
        return ""
    return get_user(edition.asked_reviewer_id).name


@bp.get("/<code>/editions/<int:number>/document")
@requires(Permission.MANUAL_FETCH)
@hands_out(Inside.NOBODY, "a manual tells of a service")
def document(code: str, number: int) -> ResponseReturnValue:
    """The PDF of an issued edition; of a long one that nobody asked for before, how far the worker is with it."""
    found = edition_at(code, number)
    if paper_to_come(found, now=clock.now()) is not None:
        return redirect(url_for(".paper", code=code, number=number))
    name = _("%(title)s 제%(number)d판", title=found.manual.title, number=number)
    return document_response(edition_pdf(found, now=clock.now()), download_name=f"{name}.pdf")


@bp.get("/<code>/editions/<int:number>/paper")
@requires(Permission.MANUAL_FETCH)
def paper(code: str, number: int) -> ResponseReturnValue:
    """How far the PDF of a long edition is, and then the way to it."""
    found = edition_at(code, number)
    if not has_paper(found):
        raise NotFound
    paper = paper_to_come(found, now=clock.now())
    return page("manuals/paper.html", edition=found, paper=paper, stands=paper is not None and is_given_up(paper))


@bp.post("/<code>/editions/<int:number>/paper/again")
@requires(Permission.MANUAL_WRITE)
def paper_again(code: str, number: int) -> ResponseReturnValue:
    """One that the worker could not set."""
    found = find_paper(edition_at(code, number).id)
    if found is None:
        raise NotFound
    set_again(found, actor=current_actor(), now=clock.now())
    return redirect(url_for(".paper", code=code, number=number))


@bp.get("/check")
@requires(Permission.MANUAL_READ)
def check() -> ResponseReturnValue:
    """Whether what is kept is what was issued: of the edition that a paper names by its digest."""
    form = CheckForm()
    digest = read_digest(form.digest.data or "")
    found = editions_with_digest(digest, viewer=current_actor())
    return page(
        "manuals/check.html",
        form=form,
        digest=digest,
        found=[(each, digest_of_edition(each)) for each in found],
    )


@bp.get("/<code>/comparison")
@requires(Permission.MANUAL_READ)
def compare(code: str) -> ResponseReturnValue:
    """Any two editions; without a choice, the newest and the one before it."""
    form, before, after = _chosen(code)
    return page(
        "manuals/comparison.html",
        manual=after.manual,
        form=form,
        before=before,
        after=after,
        changes=compare_editions(before, after),
    )


@bp.get("/<code>/comparison/document")
@requires(Permission.MANUAL_FETCH)
@hands_out(Inside.NOBODY, "a manual tells of a service")
def compare_document(code: str) -> ResponseReturnValue:
    """The same on paper."""
    _form, before, after = _chosen(code)
    document = comparison_document(comparison_of(before, after, now=clock.now()))
    return attached(document_pdf(document), "application/pdf", f"{document.title}.pdf")


def _chosen(code: str) -> tuple[CompareForm, ManualEdition, ManualEdition]:
    editions = editions_for(get_manual(code), viewer=current_actor())
    if not editions:
        raise NotFound
    form = CompareForm()
    form.offer([each.number for each in editions])
    return form, edition_at(code, form.before.data), edition_at(code, form.after.data)
