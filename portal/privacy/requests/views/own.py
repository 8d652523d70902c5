"""Where somebody asks about their own data and reads the answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.views import document_response
from portal.notifications.telling import flash_with_messages
from portal.privacy.requests import queries
from portal.privacy.requests.actions.asking import ask_for_oneself, may_be_withdrawn, withdraw_request
from portal.privacy.requests.actions.stopping import want_messages_again
from portal.privacy.requests.forms import AskingForm
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.paper import OBJECTIONS, answer_letter, what_stays
from portal.privacy.requests.presentation import DOORS, INTRODUCTIONS, in_words, reading_words, stop_hints
from portal.privacy.requests.rules import DAYS, GOES_ON, last_day
from portal.privacy.requests.states import RightsKind
from portal.privacy.requests.views.blueprint import bp
from portal.privacy.seen.queries import reading_of
from portal.residents.households.models import Person
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _

PDF_NAME = "answer.pdf"
OF_ONESELF = tuple(kind for kind in RightsKind if kind is not RightsKind.ASK)
KINDS = ", ".join(kind.value for kind in OF_ONESELF)


@bp.get("/my/rights")
@requires(Permission.MY_CASE)
def own_requests() -> ResponseReturnValue:
    """What may be asked, and what was; whoever helps may ask who looked, where that was agreed."""
    actor = current_actor()
    person = queries.person_who_asks(actor)
    return page(
        "rights/own_requests.html",
        requests=queries.own_requests(actor),
        kinds=OF_ONESELF if actor.can(Permission.MY_FILE) else (),
        doors=DOORS,
        days=DAYS,
        held=queries.message_stop_of(person.id) if actor.can(Permission.MY_FILE) else None,
        act=ActionForm(),
    )


@bp.route(f"/my/rights/new/<any({KINDS}):kind>", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def ask_for(kind: str) -> ResponseReturnValue:
    return _asking(RightsKind(kind))


@bp.route("/my/rights/new/ask", methods=["GET", "POST"])
@requires(Permission.MY_CASE)
def ask() -> ResponseReturnValue:
    """A question to the privacy officer, about one opening of the record where the address names it."""
    return _asking(RightsKind.ASK)


def _asking(kind: RightsKind) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    person, form = queries.person_who_asks(actor), AskingForm()
    form.for_kind(kind)
    reading_id, about = _reading(person)
    if form.validate_on_submit():
        with form.refusals():
            asked = form.asked(kind, about=about, reading_id=reading_id)
            made = ask_for_oneself(person, asked, actor=actor, now=now)
            flash_with_messages(_("요구를 받았습니다."))
            return redirect(url_for(".own_request", request_id=made.id))
    return page(
        "rights/ask.html",
        form=form,
        kind=kind,
        introduction=_(INTRODUCTIONS[kind]),
        about=about,
        due=last_day(clock.day_of(now)),
        hints=stop_hints(),
        goes_on=in_words(GOES_ON),
        stays=in_words(what_stays()),
    )


def _reading(person: Person) -> tuple[UUID | None, str]:
    named = request.args.get("reading", type=UUID)
    return (named, reading_words(reading_of(person, named))) if named else (None, "")


@bp.get("/my/rights/<uuid:request_id>")
@requires(Permission.MY_CASE)
def own_request(request_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.own_request(request_id, viewer=actor)
    return page(
        "rights/own_request.html",
        asked=found,
        may_withdraw=actor.can(Permission.MY_FILE) and may_be_withdrawn(found),
        objections=in_words(OBJECTIONS),
        goes_on=in_words(GOES_ON),
        stays=in_words(what_stays()),
        act=ActionForm(),
    )


@bp.post("/my/rights/<uuid:request_id>/withdraw")
@requires(Permission.MY_FILE)
def withdraw_own(request_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    withdraw_request(queries.own_request(request_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("요구를 거두었습니다."))
    return redirect(url_for(".own_requests"))


@bp.get(f"/my/rights/<uuid:request_id>/{PDF_NAME}")
@requires(Permission.MY_CASE)
@hands_out(Inside.OWN, "the answer to whoever asked")
def own_letter(request_id: UUID) -> ResponseReturnValue:
    return _letter(queries.own_request(request_id, viewer=current_actor()))


def _letter(found: RightsRequest) -> ResponseReturnValue:
    if found.answered_at is None:
        raise NotFound
    letter = answer_letter(found, now=clock.now())
    return document_response(letter, download_name=f"{_('개인정보 요구에 대한 답')}.pdf")


@bp.post("/my/rights/messages")
@requires(Permission.MY_FILE)
def messages_again() -> ResponseReturnValue:
    actor = current_actor()
    held = queries.message_stop_of(queries.person_who_asks(actor).id)
    if held is None:
        raise NotFound
    want_messages_again(held, actor=actor, now=clock.now())
    flash(_("이제부터 문자와 메일을 다시 받으십니다."))
    return redirect(url_for(".own_requests"))


def on_my_care(**_context: object) -> str:
    """Only for the person: whoever helps asks from the page on who looked."""
    return render_template("rights/_door.html") if current_actor().can(Permission.MY_FILE) else ""
