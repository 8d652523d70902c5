"""Pages on which the office gives somebody a place, by telephone for one, and takes it back for them."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.events import actions, queries
from portal.consortium.events.forms import EnterGuestForm
from portal.consortium.events.models import EventGuest
from portal.consortium.events.rules import has_begun
from portal.consortium.events.states import GuestStanding
from portal.consortium.events.views.blueprint import bp
from portal.core import clock
from portal.core.keeping import Retention
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _


@bp.route("/open-events/<uuid:event_id>/guests/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def enter_guest(event_id: UUID) -> ResponseReturnValue:
    event = queries.get_event(event_id)
    form = EnterGuestForm()
    if form.validate_on_submit():
        with form.refusals():
            guest = actions.enter_guest(event, form.details(), actor=current_actor(), now=clock.now())
            flash_with_messages(_how_it_stands(guest))
            return redirect(url_for(".desk", event_id=event_id))
    begun = has_begun(queries.standing_of(event, clock.now()))
    return page("events/enter_guest.html", form=form, event=event, begun=begun, mails_kept=label(Retention.MESSAGE))


def _how_it_stands(guest: EventGuest) -> str:
    if guest.standing is GuestStanding.CAME:
        return _("온 분으로 적었습니다.")
    seated = guest.standing is GuestStanding.SEATED
    words = _("자리를 잡았습니다.") if seated else _("자리가 차서 대기로 받았습니다.")
    return words if guest.email else _("%(words)s 메일이 가지 않으니 지금 말씀해 주십시오.", words=words)


@bp.post("/open-events/<uuid:event_id>/guests/<uuid:guest_id>/withdrawal")
@requires(Permission.EVENT_MANAGE)
def withdraw_for(event_id: UUID, guest_id: UUID) -> ResponseReturnValue:
    guest = queries.guest_of(queries.get_event(event_id), guest_id)
    actions.withdraw_for(guest, actor=current_actor(), now=clock.now())
    flash_with_messages(_("신청을 취소했습니다. 기다리던 분이 있으면 차례가 올라갑니다."))
    return redirect(url_for(".desk", event_id=event_id))


@bp.post("/open-events/<uuid:event_id>/guests/<uuid:guest_id>/call")
@requires(Permission.EVENT_MANAGE)
def note_call(event_id: UUID, guest_id: UUID) -> ResponseReturnValue:
    guest = queries.guest_of(queries.get_event(event_id), guest_id)
    actions.note_call(guest, actor=current_actor(), now=clock.now())
    flash(_("전화로 알렸다고 적었습니다."))
    return redirect(back_or(url_for(".desk", event_id=event_id)))
