"""Pages that end a meeting: closing it for good, or calling it off."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions
from portal.consortium.meetings.actions.standing import is_over
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.forms import CancelForm, closing_form, left_field, left_in
from portal.consortium.meetings.queries import attending, was_left_over
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.views.blueprint import bp, meeting_at, meeting_url
from portal.core import clock
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.route("/<uuid:meeting_id>/close", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def close(meeting_id: UUID) -> ResponseReturnValue:
    """Shows what will be locked; the second click closes."""
    found = meeting_at(meeting_id)
    left_over = [item for item in found.items if was_left_over(item)]
    over = [item for item in left_over if is_over(item, clock.now())]
    form = closing_form(item for item in left_over if item not in over)
    if form.validate_on_submit():
        with form.refusals():
            left = left_in(form, found)
            actions.close_meeting(found, left=left, actor=current_actor(), now=clock.now())
            told = {"kind": label(found.kind), "number": found.number}
            flash(_("%(kind)s 제%(number)d차를 마쳤습니다. 회의록은 이제 바뀌지 않습니다.", **told))
            return redirect(meeting_url(found))
    return page(
        "meetings/close.html",
        form=form,
        meeting=found,
        attending=attending(found),
        left_over=[form[left_field(item)] for item in left_over if item not in over],
        over=over,
        confirm_days=charter_of(found.kind).confirm_days,
    )


@bp.route("/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    form, is_apart = CancelForm(), found.kind in RESTRICTED
    if is_apart:
        form.ask_nothing()
    if form.validate_on_submit():
        with form.refusals():
            actions.cancel_meeting(found, actor=current_actor(), now=clock.now(), why=form.said)
            flash_with_messages(_("회의를 취소했습니다."))
            return redirect(url_for("meetings.meetings"))
    return page("meetings/cancel.html", form=form, meeting=found, is_apart=is_apart)
