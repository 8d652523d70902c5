"""The page of a meeting: when and where, who came, closing it, its document."""

from functools import partial
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.consortium.meetings import actions, queries, undone
from portal.consortium.meetings.about import note_reading, people_in
from portal.consortium.meetings.forms import ItemForm, MeetingForm, meeting_values
from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.models import AgendaProposal, Meeting
from portal.consortium.meetings.rules import has_begun, is_awaited, may_begin, may_finish
from portal.consortium.meetings.states import MEETING_STATES, NOT_OVER, RESTRICTED, MeetingState, MeetingVerb, hands_on
from portal.consortium.meetings.timing import schedule_of
from portal.consortium.meetings.views.blueprint import bp, meeting_at, meeting_url
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.messages import N_
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
OF_NOBODY = "minutes of members, for all who take part; those about people lead to the file that is asked about"
ABOUT_PEOPLE = N_("통합지원회의 회의록")


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
    own, started = queries.seat_of(found, actor.user_id), has_begun(found, now=now)
    is_open, steps = found.state in NOT_OVER, history(MEETING_STATES, found.id)
    return page(
        "meetings/meeting.html",
        meeting=found,
        outlook=queries.outlook(found),
        own=own,
        answer_token=ANSWERING.token_of(own.id) if own and is_open and not started else "",
        steps=steps,
        called_off=next((each for each in steps if each.verb is MeetingVerb.CANCEL), None),
        now=now,
        started=started,
        writes=actor.can(Permission.MEETING_MANAGE) and is_open,
        is_open=is_open,
        may_begin=may_begin(found, now=now),
        is_awaited=is_awaited(found, now=now),
        sitting=queries.sitting(found, now) if found.state is MeetingState.UNDER_WAY else None,
        may_take_back=found.state is MeetingState.UNDER_WAY and not actions.is_written_in(found),
        schedule=schedule_of(found.items, found.starts_at, found.ends_at),
        unfinished=undone.left_undone(found.kind),
        ended=undone.done_since_last(found.kind),
        waiting=_waiting(found, actor) if is_open else [],
        item_form=ItemForm(),
    )


def _waiting(meeting: Meeting, actor: Actor) -> list[AgendaProposal]:
    """What the office may choose for one of which each is about somebody else, read as what the others said."""
    if hands_on(meeting.kind) or not actor.can(Permission.MEETING_MANAGE):
        return []
    waiting = queries.waiting_proposals(meeting.kind)
    note_reading(queries.meetings_behind(waiting), actor=actor, now=clock.now())
    return waiting


@bp.get("/<uuid:meeting_id>/document")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, OF_NOBODY)
def document(meeting_id: UUID) -> ResponseReturnValue:
    """The PDF of the minutes."""
    found = _closed(meeting_id)
    if found.kind in RESTRICTED:
        return redirect(url_for(".document_about_people", meeting_id=meeting_id))
    return _pdf(found)


@bp.get("/<uuid:meeting_id>/document.hwpx")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, OF_NOBODY)
def hwpx(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes as a file for Hangul."""
    found = _closed(meeting_id)
    if found.kind in RESTRICTED:
        return redirect(url_for(".hwpx_about_people", meeting_id=meeting_id))
    return _hwpx(found)


def _people_in(meeting_id: UUID) -> int:
    return people_in(_about_people(meeting_id))


@bp.get("/<uuid:meeting_id>/about-people/document")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.PERSONS, ABOUT_PEOPLE, count=_people_in)
def document_about_people(meeting_id: UUID) -> ResponseReturnValue:
    return _pdf(_noted(meeting_id))


@bp.get("/<uuid:meeting_id>/about-people/document.hwpx")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.PERSONS, ABOUT_PEOPLE, count=_people_in)
def hwpx_about_people(meeting_id: UUID) -> ResponseReturnValue:
    return _hwpx(_noted(meeting_id))


def _noted(meeting_id: UUID) -> Meeting:
    found = _about_people(meeting_id)
    note_reading([found], actor=current_actor(), now=clock.now())
    return found


def _about_people(meeting_id: UUID) -> Meeting:
    found = _closed(meeting_id)
    if found.kind not in RESTRICTED:
        raise NotFound
    return found


def _closed(meeting_id: UUID) -> Meeting:
    """`NotFound` for one of which the viewer may not read."""
    found = queries.get_meeting_alone(meeting_id, viewer=current_actor())
    if found.state is not MeetingState.CLOSED:
        raise NotFound
    return found


def _pdf(found: Meeting) -> ResponseReturnValue:
    kept = actions.minutes_pdf(found, now=clock.now())
    name = _("제%(number)d차 %(kind)s 회의록", number=found.number, kind=label(found.kind))
    return Handout.of(kept, f"{name}.pdf").response()


def _hwpx(found: Meeting) -> ResponseReturnValue:
    name = _("제%(number)d차 %(kind)s 회의록", number=found.number, kind=label(found.kind))
    return attached(document_hwpx(actions.minutes_of_closed(found)), HWPX, f"{name}.hwpx")


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
