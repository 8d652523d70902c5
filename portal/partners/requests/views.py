"""Pages of what bodies ask for: of the office, of care managers, and behind the link of a body."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.consortium.partners.queries import get_partner
from portal.consortium.partners.states import PartnerKind
from portal.core import clock
from portal.core.actors import ANONYMOUS, Actor
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.partners.requests import actions, paper, queries
from portal.partners.requests.actions import Came
from portal.partners.requests.answering import answer_of, is_decided
from portal.partners.requests.differing import differing, unlike_file
from portal.partners.requests.forms import (
    AnswerForm,
    BodyRequestForm,
    DeclineForm,
    LinkRequestForm,
    MakeLinkForm,
    TakeBackForm,
    TakeForm,
)
from portal.partners.requests.links import ASKING
from portal.partners.requests.models import BodyLink, BodyRequest
from portal.partners.requests.states import BODY_REQUEST_STATES, BodyWay
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.models import Application
from portal.web import links as linking
from portal.web.access import current_actor, public, requires
from portal.web.forms import ActionForm, PortalForm
from portal.web.handing import Inside, hands_out
from portal.web.numbered import said
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("body_requests", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LETTER = N_("기관에 보내는 회신")


def _number(found: BodyRequest) -> str:
    return said(found.number, Series.BODY_REQUEST)


@bp.get("/body-requests")
@requires(Permission.BODY_REQUEST_SEND)
def body_requests() -> ResponseReturnValue:
    show_all = request.args.get("show") == "all"
    found = queries.requests_for(current_actor(), page_number(), only_open=not show_all)
    return page("body_requests/requests.html", found=found, show_all=show_all, now=clock.now())


@bp.route("/body-requests/new", methods=["GET", "POST"])
@requires(Permission.BODY_REQUEST_SEND)
def new_request() -> ResponseReturnValue:
    """By the office for any body, by a care manager for a dong office."""
    actor, now, form = current_actor(), clock.now(), BodyRequestForm()
    of_office, bodies = actor.can(Permission.BODY_REQUEST_HANDLE), queries.bodies_on(clock.day_of(now))
    shown = [each for each in bodies if of_office or each.kind is PartnerKind.DONG_OFFICE]
    form.offer(shown, typed_in=of_office)
    form.offer_services(askable_services(clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            came = Came(get_partner(form.partner_id), form.came_by, received_on=form.came_on)
            made = actions.receive_request(form.asked, came, actor=actor, now=now)
            flash(_("요청을 접수했습니다. 접수번호는 %(number)s입니다.", number=_number(made)))
            return redirect(url_for(".body_request", body_request_id=made.id))
    return page("body_requests/new.html", form=form, bodies=shown)


@bp.get("/body-requests/<uuid:body_request_id>")
@requires(Permission.BODY_REQUEST_SEND)
def body_request(body_request_id: UUID) -> ResponseReturnValue:
    return _page(body_request_id)


def _page(body_request_id: UUID, form: PortalForm | None = None) -> ResponseReturnValue:
    """With the form that was refused, or none."""
    actor, now = current_actor(), clock.now()
    found = queries.get_request(body_request_id, viewer=actor)
    blank = {"declining": DeclineForm, "taking_back": TakeBackForm, "answering": AnswerForm}
    subject = ("household", found.household_id) if found.household_id else (actions.SUBJECT, found.id)
    record_read(actor=actor, now=now, subject=subject, fields="body_request")
    answer = answer_of(found) if is_decided(found) else None
    return page(
        "body_requests/request.html",
        form=form,
        **{name: form if isinstance(form, of) else of(formdata=None) for name, of in blank.items()},
        asked=found,
        unlike=unlike_file(found) if actor.can(Permission.BODY_REQUEST_HANDLE) else [],
        services=queries.services_asked(found, now),
        answer=answer,
        facts=list(paper.facts_of(found, answer)) if answer else [],
        says=paper.SAYS[answer.told] if answer else "",
        sent=queries.answers_of(found),
        steps=history(BODY_REQUEST_STATES, found.id),
        act=ActionForm(),
        now=now,
    )


@bp.post("/body-requests/<uuid:body_request_id>/acknowledge")
@requires(Permission.BODY_REQUEST_HANDLE)
def acknowledge(body_request_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_request(body_request_id, viewer=actor)
    actions.acknowledge_request(found, actor=actor, now=clock.now())
    flash(_("검토를 시작했습니다. 기관에 접수번호 %(number)s를 알려 주십시오.", number=_number(found)))
    return redirect(carrying(url_for(".body_request", body_request_id=body_request_id)))


@bp.route("/body-requests/<uuid:body_request_id>/take", methods=["GET", "POST"])
@requires(Permission.BODY_REQUEST_HANDLE)
def take(body_request_id: UUID) -> ResponseReturnValue:
    """Whoever is known and may be the same is shown first."""
    actor, now, form = current_actor(), clock.now(), TakeForm()
    found = queries.get_request(body_request_id, viewer=actor)
    alike = queries.people_alike(found)
    form.offer(alike)
    if form.validate_on_submit():
        with form.refusals():
            actions.take_request(found, form.person_id, actor=actor, now=now)
            flash(_("요청을 맡아 신청으로 이었습니다."))
            return redirect(carrying(url_for(".body_request", body_request_id=body_request_id)))
    record_read(actor=actor, now=now, subject=(actions.SUBJECT, found.id), fields="body_request")
    for person in alike:
        record_read(actor=actor, now=now, subject=("household", person.household_id), fields="alike")
    people = [(person, differing(found, person)) for person in alike]
    left_out = queries.left_out(found, now)
    return page("body_requests/take.html", form=form, asked=found, alike=people, left_out=left_out)


@bp.post("/body-requests/<uuid:body_request_id>/decline")
@requires(Permission.BODY_REQUEST_HANDLE)
def decline(body_request_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), DeclineForm()
    found = queries.get_request(body_request_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.decline_request(found, form.reason.data, actor=actor, now=clock.now())
            flash(_("맡지 않는 것으로 적었습니다. 기관에 회신해 주십시오."))
            return redirect(carrying(url_for(".body_request", body_request_id=body_request_id)))
    return _page(body_request_id, form)


@bp.post("/body-requests/<uuid:body_request_id>/withdraw")
@requires(Permission.BODY_REQUEST_SEND)
def withdraw(body_request_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), TakeBackForm()
    found = queries.get_request(body_request_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.withdraw_request(found, form.why.data, actor=actor, now=clock.now())
            flash(_("요청을 거둔 것으로 적었습니다."))
            return redirect(back_or(url_for(".body_requests")))
    return _page(body_request_id, form)


@bp.post("/body-requests/<uuid:body_request_id>/answer")
@requires(Permission.BODY_REQUEST_HANDLE)
def answer(body_request_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), AnswerForm()
    found = queries.get_request(body_request_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.answer_request(found, form.way.data, form.note.data or "", actor=actor, now=clock.now())
            flash(_("회신한 것으로 적었습니다."))
            return redirect(back_or(url_for(".body_request", body_request_id=body_request_id)))
    return _page(body_request_id, form)


def _one_person(body_request_id: UUID) -> int:
    return 1 if is_decided(queries.get_request(body_request_id, viewer=current_actor())) else _refuse()


def _refuse() -> int:
    """Nobody has decided yet what is answered."""
    raise NotFound


@bp.get("/body-requests/<uuid:body_request_id>/answer.pdf")
@requires(Permission.BODY_REQUEST_HANDLE)
@hands_out(Inside.PERSONS, LETTER, count=_one_person)
def letter(body_request_id: UUID) -> ResponseReturnValue:
    found, now = queries.get_request(body_request_id, viewer=current_actor()), clock.now()
    made = document_pdf(paper.letter(found, answer_of(found), now=now))
    return attached(made, "application/pdf", f"{_number(found)}.pdf")


@bp.get("/body-requests/<uuid:body_request_id>/answer.xlsx")
@requires(Permission.BODY_REQUEST_HANDLE)
@hands_out(Inside.PERSONS, LETTER, count=_one_person)
def sheet(body_request_id: UUID) -> ResponseReturnValue:
    found, now = queries.get_request(body_request_id, viewer=current_actor()), clock.now()
    return attached(paper.sheet(found, answer_of(found), now=now), XLSX, f"{_number(found)}.xlsx")


@bp.route("/body-requests/links", methods=["GET", "POST"])
@requires(Permission.BODY_REQUEST_HANDLE)
def links() -> ResponseReturnValue:
    actor, now, form = current_actor(), clock.now(), MakeLinkForm()
    form.offer(queries.bodies_on(clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            actions.make_link(get_partner(form.partner_id), actor=actor, now=now)
            flash(_("링크를 만들었습니다. 그 기관에만 보내 주십시오."))
            return redirect(url_for(".links"))
    shown = [(each, ASKING.address_of(each.id) if each.opens_at(now) else "") for each in queries.links(actor)]
    return page("body_requests/links.html", form=form, links=shown, act=ActionForm())


@bp.post("/body-requests/links/<uuid:body_link_id>/end")
@requires(Permission.BODY_REQUEST_HANDLE)
def end_link(body_link_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.end_link(queries.get_link(body_link_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("링크를 거두었습니다. 이제 열리지 않습니다."))
    return redirect(url_for(".links"))


@bp.route("/bodies/<token>", methods=["GET", "POST"])
@public("the link proves which body asks")
def by_link(token: str) -> ResponseReturnValue:
    """The form, and how what came by the link stands: numbers and initials."""
    now = clock.now()
    link = queries.link_by_token(token, now=now, today=clock.day_of(now))
    if link is None:
        return page("body_requests/no_link.html")[0], 404
    form = LinkRequestForm()
    form.offer_services(askable_services(clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            made = actions.receive_request(form.asked, _by(link), actor=ANONYMOUS, now=now)
            flash(_("요청을 접수했습니다. 접수번호는 %(number)s입니다.", number=_number(made)))
            return redirect(url_for(".by_link", token=token))
    return page("body_requests/by_link.html", form=form, link=link, sent=queries.requests_by_link(link), now=now)


def _by(link: BodyLink) -> Came:
    return Came(link.partner, BodyWay.LINK, link)


def on_application(application: Application) -> str:
    """Which bodies asked for whoever applies, and what they say that the file does not."""
    asked = queries.requests_of_household(application.household_id)
    now = clock.now()
    told = [(each, unlike_file(each), queries.left_out(each, now)) for each in asked]
    return render_template("body_requests/_on_application.html", asked=told) if told else ""


def link_to_request(request_id: UUID) -> linking.Link | None:
    found = linking.seen(queries.get_request, request_id)
    return (
        linking.Link(_number(found), url_for("body_requests.body_request", body_request_id=request_id))
        if found
        else None
    )


def badge(viewer: Actor) -> Select[int] | None:
    return queries.TO_ANSWER if viewer.can(Permission.BODY_REQUEST_HANDLE) else None
