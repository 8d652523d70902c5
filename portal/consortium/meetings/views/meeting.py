"""The page of a meeting: when and where, who came, closing it, its document."""

from functools import partial
from uuid import UUID

from flask import redirect
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.consortium.meetings import actions, queries, undone
from portal.consortium.meetings.forms import ItemForm, MeetingForm, meeting_values
from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.rules import may_finish
from portal.consortium.meetings.states import MEETING_STATES, MeetingState, hands_on
from portal.consortium.meetings.views.blueprint import bp, meeting_at, meeting_url
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.hwpx import document_hwpx
from portal.documents.views import Handout, attached
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.pages import page
from portal.web.words import gettext as _

HWPX = "application/hwp+zip"


@bp.get("/<uuid:meeting_id>")
@requires(Permission.MEETING_READ)
def meeting(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes of a closed meeting, or the agenda of one to come; the office also sees what is being written."""
    found, now, actor = meeting_at(meeting_id), clock.now(), current_actor()
    if found.state is MeetingState.CLOSED:
        coming = queries.planned_meeting(found.kind, viewer=actor)
        is_last = queries.last_closed(found.kind) is found
        finishing = partial(may_finish, actor=actor)
        return page(
            "meetings/minutes.html", meeting=found, now=now, coming=coming, is_last=is_last, may_finish=finishing
        )
    own, started = queries.seat_of(found, actor.user_id), found.starts_at <= now
    is_planned = found.state is MeetingState.PLANNED
    return page(
        "meetings/meeting.html",
        meeting=found,
        outlook=queries.outlook(found),
        own=own,
        answer_token=ANSWERING.token_of(own.id) if own and is_planned and not started else "",
        steps=history(MEETING_STATES, found.id),
        now=now,
        started=started,
        writes=actor.can(Permission.MEETING_MANAGE) and is_planned,
        unfinished=undone.left_undone(found.kind),
        waiting=[] if hands_on(found.kind) else queries.waiting_proposals(found.kind),
        item_form=ItemForm(),
    )


@bp.get("/<uuid:meeting_id>/document")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, "minutes name who works for the consortium, for all who take part, and nobody in care")
def document(meeting_id: UUID) -> ResponseReturnValue:
    """The PDF of the minutes."""
    return _minutes(meeting_id).response()


@bp.get("/<uuid:meeting_id>/document.hwpx")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, "minutes name who works for the consortium, for all who take part, and nobody in care")
def hwpx(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes as a file for Hangul."""
    found = meeting_at(meeting_id)
    if found.state is not MeetingState.CLOSED:
        raise NotFound
    name = _("제%(number)d차 %(kind)s 회의록", number=found.number, kind=label(found.kind))
    return attached(document_hwpx(actions.minutes_of_closed(found)), HWPX, f"{name}.hwpx")


def _minutes(meeting_id: UUID) -> Handout:
    """Of a closed meeting that the viewer may read of; `NotFound` for others."""
    found = queries.get_meeting_alone(meeting_id, viewer=current_actor())
    kept = actions.minutes_pdf(found, now=clock.now())
    name = _("제%(number)d차 %(kind)s 회의록", number=found.number, kind=label(found.kind))
    return Handout.of(kept, f"{name}.pdf")


@bp.route("/<uuid:meeting_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def edit(meeting_id: UUID) -> ResponseReturnValue:
    found = locked(meeting_at(meeting_id))
    form = MeetingForm(data=meeting_values(found))
    form.keep_kind()
    if form.validate_on_submit():
        with form.refusals():
            actions.change_meeting(found, form.values(found.kind), actor=current_actor(), now=clock.now())
            form.flash_saved(_("회의 개요를 저장했습니다."), tell=flash_with_messages)
            return redirect(meeting_url(found))
    return page("meetings/edit.html", form=form, meeting=found)
