"""The page of a meeting: when and where, who came, closing it, its document."""

from functools import partial
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.consortium.meetings import actions, queries
from portal.consortium.meetings.forms import (
    AttendeeForm,
    ItemForm,
    MeetingForm,
    attendance_form,
    meeting_values,
    presences_in,
)
from portal.consortium.meetings.rules import may_finish
from portal.consortium.meetings.states import MEETING_STATES, MeetingState
from portal.consortium.meetings.views.blueprint import bp, meeting_at, meeting_url
from portal.core import clock
from portal.core.permissions import Permission
from portal.documents.views import Handout
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/<uuid:meeting_id>")
@requires(Permission.MEETING_READ)
def meeting(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes of a closed meeting, or the agenda of one to come; the office also sees what is being written."""
    found, now = meeting_at(meeting_id), clock.now()
    if found.state is MeetingState.CLOSED:
        coming = queries.planned_meeting(found.kind)
        is_last = queries.last_closed(found.kind) is found
        finishing = partial(may_finish, actor=current_actor())
        return page(
            "meetings/minutes.html", meeting=found, now=now, coming=coming, is_last=is_last, may_finish=finishing
        )
    return page(
        "meetings/meeting.html",
        meeting=found,
        steps=history(MEETING_STATES, found.id),
        now=now,
        started=found.starts_at <= now,
        writes=current_actor().can(Permission.MEETING_MANAGE) and found.state is MeetingState.PLANNED,
        unfinished=queries.open_actions(found.kind),
        item_form=ItemForm(),
    )


@bp.get("/<uuid:meeting_id>/document")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, "minutes name who works for the consortium, for all who take part, and nobody in care")
def document(meeting_id: UUID) -> ResponseReturnValue:
    """The PDF of the minutes."""
    return _minutes(meeting_id).response()


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
    if form.validate_on_submit():
        with form.refusals():
            actions.change_meeting(found, form.values(), actor=current_actor(), now=clock.now())
            form.flash_saved(_("회의 개요를 저장했습니다."))
            return redirect(meeting_url(found))
    return page("meetings/edit.html", form=form, meeting=found)


@bp.route("/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    found = locked(meeting_at(meeting_id))
    form = attendance_form(found)
    if form.validate_on_submit():
        with form.refusals():
            presences = presences_in(form, found)
            actions.record_attendance(found, presences, actor=current_actor(), now=clock.now())
            form.flash_saved(_("참석을 저장했습니다."))
            return redirect(meeting_url(found))
    return page("meetings/attendance.html", form=form, meeting=found)


@bp.post("/<uuid:meeting_id>/invite")
@requires(Permission.MEETING_MANAGE)
def invite(meeting_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    added = actions.invite_members(found, actor=current_actor(), now=clock.now())
    flash(_("%(added)d명을 더했습니다.", added=added) if added else _("구성원이 모두 들어 있습니다."), "info")
    return redirect(url_for("meetings.attendance", meeting_id=found.id))


@bp.route("/<uuid:meeting_id>/attendees/new", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def add_attendee(meeting_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    form = AttendeeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_attendee(
                found,
                form.organisation.data,
                form.position.data,
                form.name.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(_("%(name)s 님을 더했습니다.", name=form.name.data))
            return redirect(url_for("meetings.attendance", meeting_id=found.id))
    return page("meetings/add_attendee.html", form=form, meeting=found)


@bp.post("/<uuid:meeting_id>/attendees/<uuid:attendee_id>/remove")
@requires(Permission.MEETING_MANAGE)
def remove_attendee(meeting_id: UUID, attendee_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    attendee = queries.get_attendee(found, attendee_id)
    name = attendee.name
    actions.remove_attendee(attendee, actor=current_actor(), now=clock.now())
    flash(_("%(name)s 님을 명단에서 뺐습니다.", name=name))
    return redirect(url_for("meetings.attendance", meeting_id=found.id))
