"""Where the office writes down, puts off, answers and carries out what people ask about their data."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, Typed
from portal.db.numbers import bearing
from portal.documents.views import document_response
from portal.extensions import db
from portal.notifications.telling import flash_with_messages
from portal.privacy.copies.states import CopyKind
from portal.privacy.requests import queries
from portal.privacy.requests.actions.answering import (
    answer_request,
    extend_request,
    is_to_be_erased,
    note_posted,
)
from portal.privacy.requests.actions.asking import enter_request, withdraw_request
from portal.privacy.requests.actions.erasing import erase_file_of
from portal.privacy.requests.actions.stopping import want_messages_again
from portal.privacy.requests.forms import EntryForm, ExtendForm, ReplyForm, WithdrawForm
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.paper import answer_letter, extension_letter, what_stays
from portal.privacy.requests.presentation import in_words, opened_by, stop_hints
from portal.privacy.requests.rules import DAYS, GOES_ON, PUT_OFF
from portal.privacy.requests.states import OPEN, RIGHTS_STATES, RightsKind
from portal.privacy.requests.views.blueprint import bp
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household
from portal.residents.households.telling import promise_to
from portal.web import links
from portal.web.access import current_actor, needs_proof, requires
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

KINDS = ", ".join(kind.value for kind in RightsKind)
LETTER = N_("개인정보 요구에 대한 편지")


@bp.get("/rights")
@requires(Permission.RIGHTS_ANSWER)
def requests() -> ResponseReturnValue:
    show_all = request.args.get("show") == "all"
    found = queries.requests(current_actor(), page_number(), only_open=not show_all)
    today = clock.day_of(clock.now())
    return page("rights/requests.html", found=found, show_all=show_all, today=today, days=DAYS)


@bp.get("/rights/new")
@requires(Permission.RIGHTS_ANSWER)
def choose() -> ResponseReturnValue:
    """What somebody asks comes first: each kind asks other things."""
    return page("rights/choose.html", kinds=RightsKind, number=request.args.get("number", ""))


@bp.route(f"/rights/new/<any({KINDS}):kind>", methods=["GET", "POST"])
@requires(Permission.RIGHTS_ANSWER)
def enter(kind: str) -> ResponseReturnValue:
    now, chosen = clock.now(), RightsKind(kind)
    form = EntryForm(number=request.args.get("number", ""), received_on=clock.day_of(now))
    form.for_kind(chosen)
    if form.validate_on_submit():
        with form.refusals():
            person = _person_of(form.number.data)
            made = enter_request(person, form.asked(chosen), form.entry, actor=current_actor(), now=now)
            flash_with_messages(_("요구를 적었습니다."))
            return redirect(url_for(".request_page", request_id=made.id))
    return page("rights/enter.html", form=form, kind=chosen, hints=stop_hints(), goes_on=in_words(GOES_ON))


def _person_of(number: str) -> Person:
    found = next(bearing(db.session, Typed(number, Series.HOUSEHOLD)), None)
    if found is None:
        raise DomainError(N_("그런 번호의 가구가 없습니다."), "number")
    return get_household(found.id).person


def _at(request_id: UUID) -> RightsRequest:
    return queries.get_request(request_id, viewer=current_actor())


@bp.get("/rights/<uuid:request_id>")
@requires(Permission.RIGHTS_ANSWER)
def request_page(request_id: UUID) -> ResponseReturnValue:
    """What is asked, what is still to be done about it and what became of it."""
    found, now = _at(request_id), clock.now()
    record_read(actor=current_actor(), now=now, subject=("household", found.household_id), fields="rights_request")
    behind = queries.reading_behind(found)
    return page(
        "rights/request.html",
        asked=found,
        is_open=found.state in OPEN,
        today=clock.day_of(now),
        may_extend=found.state in OPEN and found.kind in PUT_OFF and found.extended_at is None,
        to_be_erased=is_to_be_erased(found),
        to_be_posted=found.answered_at is not None and found.ended_at is None,
        opened_by=opened_by(behind) if behind else "",
        steps=history(RIGHTS_STATES, found.id),
        act=ActionForm(),
        **_undone(found),
    )


def _undone(found: RightsRequest) -> dict[str, Any]:
    """What must come before the answer, for each kind."""
    is_delete = found.kind is RightsKind.DELETE and found.ended_at is None
    return {
        "changes": queries.changes_since(found) if found.kind is RightsKind.CORRECT and not found.erased_at else [],
        "was_copied": queries.was_copied_since(found) if found.kind is RightsKind.SEE else False,
        "against": in_words(queries.against_erasing(found, clock.day_of(clock.now()))) if is_delete else [],
        "copies": CopyKind,
        "stays": in_words(what_stays()),
        "goes_on": in_words(GOES_ON),
        "hints": stop_hints(),
    }


@bp.route("/rights/<uuid:request_id>/answer", methods=["GET", "POST"])
@requires(Permission.RIGHTS_ANSWER)
def answer(request_id: UUID) -> ResponseReturnValue:
    found, form = _at(request_id), ReplyForm()
    form.offer(found)
    if form.validate_on_submit():
        with form.refusals():
            answer_request(found, form.reply, actor=current_actor(), now=clock.now())
            flash_with_messages(_("답했습니다."))
            return redirect(url_for(".request_page", request_id=request_id))
    return page("rights/answer.html", form=form, asked=found, promise=promise_to(found.person), **_undone(found))


@bp.route("/rights/<uuid:request_id>/extend", methods=["GET", "POST"])
@requires(Permission.RIGHTS_ANSWER)
def extend(request_id: UUID) -> ResponseReturnValue:
    found, form = _at(request_id), ExtendForm()
    if form.validate_on_submit():
        with form.refusals():
            extend_request(found, form.until.data, form.reason.data, actor=current_actor(), now=clock.now())
            flash_with_messages(_("답을 늦추었습니다."))
            return redirect(url_for(".request_page", request_id=request_id))
    return page("rights/extend.html", form=form, asked=found, promise=promise_to(found.person))


@bp.route("/rights/<uuid:request_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.RIGHTS_ANSWER)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    found, form = _at(request_id), WithdrawForm()
    if form.validate_on_submit():
        with form.refusals():
            withdraw_request(found, note=form.note.data, actor=current_actor(), now=clock.now())
            flash(_("거두신 것으로 남겼습니다."))
            return redirect(back_or(url_for(".requests")))
    return page("rights/withdraw.html", form=form, asked=found)


@bp.post("/rights/<uuid:request_id>/posted")
@requires(Permission.RIGHTS_ANSWER)
def posted(request_id: UUID) -> ResponseReturnValue:
    note_posted(_at(request_id), actor=current_actor(), now=clock.now())
    flash(_("편지를 부친 것으로 남겼습니다. 이 요구는 끝났습니다."))
    return redirect(back_or(url_for(".requests")))


@bp.route("/rights/<uuid:request_id>/erase", methods=["GET", "POST"])
@requires(Permission.RIGHTS_ANSWER)
@needs_proof
def erase(request_id: UUID) -> ResponseReturnValue:
    """Says what goes and what stays before the button that cannot be taken back."""
    found, form, now = _at(request_id), ActionForm(), clock.now()
    if form.validate_on_submit():
        with form.refusals():
            erase_file_of(found, actor=current_actor(), now=now)
            flash(_("지웠습니다. 파기 대장에 적었습니다."))
            return redirect(url_for(".requests"))
    against = queries.against_erasing(found, clock.day_of(now)) if is_to_be_erased(found) else []
    may_erase = is_to_be_erased(found) and not against
    return page(
        "rights/erase.html",
        form=form,
        asked=found,
        may_erase=may_erase,
        against=in_words(against),
        stays=in_words(what_stays()),
    )


def _one_person(request_id: UUID, paper: str) -> int:
    found = _at(request_id)
    if (found.answered_at if paper == "answer" else found.extended_at) is None or found.erased_at is not None:
        raise NotFound
    return 1


@bp.get("/rights/<uuid:request_id>/<any(answer, extension):paper>.pdf")
@requires(Permission.RIGHTS_ANSWER)
@hands_out(Inside.PERSONS, LETTER, count=_one_person)
def letter(request_id: UUID, paper: str) -> ResponseReturnValue:
    found = _at(request_id)
    make = answer_letter if paper == "answer" else extension_letter
    name = f"{said(found.number, Series.RIGHTS)}.pdf"
    return document_response(make(found, now=clock.now()), download_name=name, as_attachment=True)


@bp.post("/households/<uuid:household_id>/messages-again")
@requires(Permission.RIGHTS_ANSWER)
def messages_for(household_id: UUID) -> ResponseReturnValue:
    """The person told the office that they want to be written to again."""
    held = queries.message_stop_of(get_household(household_id).person.id)
    if held is None:
        raise NotFound
    want_messages_again(held, actor=current_actor(), now=clock.now())
    flash(_("이제부터 문자와 메일을 다시 보냅니다."))
    return redirect(url_for("desk.household", household_id=household_id))


def on_household(person: Person, **_context: object) -> str:
    """What the person asked, with the way to write down more; and that they want no messages."""
    if not current_actor().can(Permission.RIGHTS_ANSWER):
        return ""
    found = queries.requests_of(person.id)
    asked_to_stop = any(each.kind is RightsKind.STOP for each in found)
    held = queries.message_stop_of(person.id) if asked_to_stop else None
    return render_template("rights/_of_household.html", person=person, requests=found, held=held, act=ActionForm())


def link_to_request(request_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_request, request_id)
    if found is None:
        return None
    text = f"{said(found.number, Series.RIGHTS)} {label(found.kind)}"
    return links.Link(text, url_for("rights.request_page", request_id=request_id))


def badge(viewer: Actor) -> Select[int] | None:
    return queries.waiting_count() if viewer.can(Permission.RIGHTS_ANSWER) else None
