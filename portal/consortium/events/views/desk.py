"""How the office plans an event, sees who comes, and tells afterwards what was said."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.consortium.events import actions, paper, queries
from portal.consortium.events.forms import CallOffForm, EventForm, PresenceForm, ProceedingsForm, event_values
from portal.consortium.events.models import OpenEvent
from portal.consortium.events.rules import may_be_called_off, parse_programme
from portal.consortium.events.views.blueprint import bp
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.model import Document
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.notifications.telling import flash_with_messages
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

GUESTS = N_("열린 행사의 참가자")


@bp.get("/open-events")
@requires(Permission.EVENT_MANAGE)
def events() -> ResponseReturnValue:
    return page("events/events.html", page=queries.all_events(page=page_number()), now=clock.now())


@bp.route("/open-events/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def new() -> ResponseReturnValue:
    form = EventForm()
    if form.validate_on_submit():
        with form.refusals():
            made = actions.save_event(None, form.details(), actor=current_actor(), now=clock.now())
            flash(_("행사를 만들었습니다. 알리기 전에는 사무국만 봅니다."))
            return redirect(url_for(".desk", event_id=made.id))
    return page("events/edit.html", form=form, event=None)


@bp.get("/open-events/<uuid:event_id>")
@requires(Permission.EVENT_MANAGE)
def desk(event_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found = queries.get_event(event_id)
    guests = queries.guests_of(found)
    if guests:
        record_read(actor=current_actor(), now=now, subject=("open_event", event_id), fields="guests")
    standing = queries.standing_of(found, now)
    programme = parse_programme(found.programme)
    is_gone = queries.are_guests_gone(found, now)
    return page(
        "events/desk.html",
        event=found,
        guests=guests,
        standing=standing,
        programme=programme,
        is_gone=is_gone,
        may_call_off=not is_gone and may_be_called_off(standing, is_told=queries.is_told_of(found)),
    )


@bp.route("/open-events/<uuid:event_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def edit(event_id: UUID) -> ResponseReturnValue:
    found = locked(queries.get_event(event_id))
    form = EventForm(data=event_values(found))
    if form.validate_on_submit():
        with form.refusals():
            actions.save_event(found, form.details(), actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".desk", event_id=event_id))
    return page("events/edit.html", form=form, event=found)


@bp.post("/open-events/<uuid:event_id>/announcement")
@requires(Permission.EVENT_MANAGE)
def announce(event_id: UUID) -> ResponseReturnValue:
    actions.announce_event(queries.get_event(event_id), actor=current_actor(), now=clock.now())
    flash(_("이제 누구나 행사를 보고 신청할 수 있습니다."))
    return redirect(url_for(".desk", event_id=event_id))


@bp.route("/open-events/<uuid:event_id>/calling-off", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def call_off(event_id: UUID) -> ResponseReturnValue:
    found = queries.get_event(event_id)
    form = CallOffForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.call_off_event(found, form.because.data, actor=current_actor(), now=clock.now())
            flash_with_messages(_("행사를 취소했습니다."))
            return redirect(url_for(".desk", event_id=event_id))
    return page("events/call_off.html", form=form, event=found)


@bp.route("/open-events/<uuid:event_id>/presence", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def presence(event_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = locked(queries.get_event(event_id))
    guests = queries.expected_guests(found)
    form = PresenceForm(data={"came": [str(each.id) for each in guests if each.came]})
    form.offer(guests)
    if form.validate_on_submit():
        with form.refusals():
            actions.note_presence(found, form.chosen, actor=actor, now=now)
            form.flash_saved(_("누가 왔는지 적었습니다."))
            return redirect(url_for(".desk", event_id=event_id))
    if guests:
        record_read(actor=actor, now=now, subject=("open_event", event_id), fields="guests")
    return page("events/presence.html", form=form, event=found)


@bp.route("/open-events/<uuid:event_id>/proceedings", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def proceedings(event_id: UUID) -> ResponseReturnValue:
    found = locked(queries.get_event(event_id))
    form = ProceedingsForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            actions.publish_proceedings(found, form.proceedings.data, actor=current_actor(), now=clock.now())
            form.flash_saved(_("행사 페이지에 실었습니다."))
            return redirect(url_for(".desk", event_id=event_id))
    return page("events/proceedings.html", form=form, event=found)


@bp.post("/open-events/<uuid:event_id>/thanks")
@requires(Permission.EVENT_MANAGE)
def thank(event_id: UUID) -> ResponseReturnValue:
    sent = actions.thank_guests(queries.get_event(event_id), actor=current_actor(), now=clock.now())
    flash_with_messages(_("온 분 %(count)d명에게 감사 인사를 하였습니다.", count=sent))
    return redirect(url_for(".desk", event_id=event_id))


def _seated(event_id: UUID) -> int:
    return len(queries.seated_guests(queries.get_event(event_id)))


@bp.get("/open-events/<uuid:event_id>/badges")
@requires(Permission.EVENT_MANAGE)
@hands_out(Inside.PERSONS, GUESTS, count=_seated)
def badges(event_id: UUID) -> ResponseReturnValue:
    found = queries.get_event(event_id)
    made = paper.badges_document(found, queries.seated_guests(found), made_at=clock.now())
    return _paper(found, made, _("%(title)s 이름표.pdf", title=found.title))


@bp.get("/open-events/<uuid:event_id>/list")
@requires(Permission.EVENT_MANAGE)
@hands_out(Inside.PERSONS, GUESTS, count=_seated)
def door_list(event_id: UUID) -> ResponseReturnValue:
    found = queries.get_event(event_id)
    made = paper.door_list_document(found, queries.seated_guests(found), made_at=clock.now())
    return _paper(found, made, _("%(title)s 참가자 명단.pdf", title=found.title))


def _paper(event: OpenEvent, document: Document, name: str) -> ResponseReturnValue:
    record_read(actor=current_actor(), now=clock.now(), subject=("open_event", event.id), fields="guests")
    return attached(document_pdf(document), "application/pdf", name)


def link_to_event(event_id: UUID) -> links.Link | None:
    found = links.seen(lambda key, **_viewer: queries.get_event(key), event_id)
    return links.Link(found.title, url_for("events.desk", event_id=event_id)) if found else None
