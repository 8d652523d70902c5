"""Pages of who is asked to a meeting and who came."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.meetings import actions, queries
from portal.consortium.meetings.attendance_forms import attendance_form, presences_in, seat_fields, sittings_in
from portal.consortium.meetings.forms import AddressForm, AttendeeForm
from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.reaching import addresses_of
from portal.consortium.meetings.rules import has_begun, may_note_attendance
from portal.consortium.meetings.states import MeetingState
from portal.consortium.meetings.views.blueprint import bp, meeting_at, meeting_url
from portal.core import clock
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.route("/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    found = locked(meeting_at(meeting_id))
    form, now = attendance_form(found), clock.now()
    if form.validate_on_submit():
        with form.refusals():
            presences, sittings = presences_in(form, found), sittings_in(form, found)
            actions.record_attendance(found, presences, sittings=sittings, actor=current_actor(), now=now)
            form.flash_saved(_("참석을 저장했습니다."))
            return redirect(meeting_url(found))
    return page(
        "meetings/attendance.html",
        form=form,
        meeting=found,
        fields=[[form[name] for name in seat_fields(seat)] for seat in found.attendees],
        addresses=addresses_of(found.attendees),
        tokens={each: ANSWERING.token_of(each.id) for each in found.attendees},
        started=has_begun(found, now=now),
        may_note=may_note_attendance(found, now=now),
    )


@bp.post("/<uuid:meeting_id>/attendance/as-answered")
@requires(Permission.MEETING_MANAGE)
def as_answered(meeting_id: UUID) -> ResponseReturnValue:
    """Notes in one click whoever answered; the others are asked for one by one."""
    found = meeting_at(meeting_id)
    unknown = actions.record_as_answered(found, actor=current_actor(), now=clock.now())
    told = _("답한 대로 적었습니다.")
    flash(f"{told} {_('답하지 않은 분이 %(count)d명 남았습니다.', count=unknown)}" if unknown else told)
    return redirect(url_for("meetings.attendance", meeting_id=found.id))


@bp.post("/<uuid:meeting_id>/invite")
@requires(Permission.MEETING_MANAGE)
def invite(meeting_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    added = actions.invite_members(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_("%(added)d명을 더했습니다.", added=added) if added else _("구성원이 모두 들어 있습니다."))
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
                email=form.email.data or "",
            )
            flash_with_messages(_("%(name)s 님을 더했습니다.", name=form.name.data))
            return redirect(url_for("meetings.attendance", meeting_id=found.id))
    return page("meetings/add_attendee.html", form=form, meeting=found)


@bp.route("/<uuid:meeting_id>/attendees/<uuid:attendee_id>/address", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def note_address(meeting_id: UUID, attendee_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    seat = locked(queries.get_attendee(found, attendee_id), after=found)
    form, is_over = AddressForm(obj=seat), found.state is MeetingState.CLOSED
    if form.validate_on_submit():
        with form.refusals():
            actions.note_address(seat, form.email.data or "", actor=current_actor(), now=clock.now())
            form.flash_saved(_("주소를 적었습니다."))
            return redirect(meeting_url(found) if is_over else url_for(".attendance", meeting_id=found.id))
    return page(
        "meetings/note_address.html",
        form=form,
        meeting=found,
        seat=seat,
        is_over=is_over,
        takes_back=not is_over and actions.is_taken_back(seat),
    )


@bp.post("/<uuid:meeting_id>/attendees/<uuid:attendee_id>/remove")
@requires(Permission.MEETING_MANAGE)
def remove_attendee(meeting_id: UUID, attendee_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    attendee = queries.get_attendee(found, attendee_id)
    name = attendee.name
    actions.remove_attendee(attendee, actor=current_actor(), now=clock.now())
    flash_with_messages(_("%(name)s 님을 명단에서 뺐습니다.", name=name))
    return redirect(url_for("meetings.attendance", meeting_id=found.id))
