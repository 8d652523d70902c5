"""How a meeting is planned, moved and called off; the next one comes prefilled from the last."""

from datetime import date, datetime, timedelta

from pydantic import BaseModel

from portal.audit.steps import take
from portal.consortium.meetings.actions.agenda import open_agenda, release_proposals
from portal.consortium.meetings.actions.asking import members_to_invite
from portal.consortium.meetings.actions.attendance import decisions_of
from portal.consortium.meetings.actions.deputies import release_deputy
from portal.consortium.meetings.actions.invitations import invite_anew, send_invitations
from portal.consortium.meetings.actions.writable import record_for, require_writable
from portal.consortium.meetings.charters import charter_of, next_series_day
from portal.consortium.meetings.hours import refuse_moving
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.notices import CHANGED, PLANNED, tell_invited
from portal.consortium.meetings.queries import last_closed, planned_meeting, starts_of_closed
from portal.consortium.meetings.rules import Charter, begins_anew, next_start, refuse_hours
from portal.consortium.meetings.states import MEETING_STATES, MeetingKind, MeetingState, MeetingVerb
from portal.core.actors import Actor
from portal.core.clock import at, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings, db

DECIDED = N_("결정을 적은 회의는 취소할 수 없습니다. 회의를 마치거나 결정을 먼저 지워 주십시오.")


class MeetingValues(BaseModel):
    """When, where and by whom; `attachments` has one name a line."""

    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    place: str
    host: str
    writer_name: str = ""
    next_starts_at: datetime | None = None
    next_place: str = ""
    attachments: str = ""


def plan_meeting(values: MeetingValues, *, actor: Actor, now: datetime) -> Meeting:
    """A meeting to come, with the members asked to it and the agenda opened."""
    actor.require(Permission.MEETING_MANAGE)
    refuse_hours(values.starts_at, values.ends_at)
    charter = charter_of(values.kind)
    meeting = _new(values, charter, actor, now)
    meeting.attendees = _numbered(members_to_invite(charter.asked, values.host, on=day_of(values.starts_at)))
    open_agenda(meeting, charter.points, last_closed(values.kind))
    send_invitations(meeting.attendees, now=now)
    tell_invited(meeting, PLANNED, actor=actor, now=now)
    return meeting


def plan_next_meeting(kind: MeetingKind, *, actor: Actor, now: datetime) -> Meeting:
    """The next meeting of a series, or after the last closed one: place and hours, what is still to be done.

    Whom it asks is what holds for its kind that day, as for any other meeting; whoever was a guest is added by name.
    """
    actor.require(Permission.MEETING_MANAGE)
    if planned_meeting(kind) is not None:
        raise Conflict(N_("준비하고 있는 다음 회의가 이미 있습니다. 목록에서 열어 주십시오."))
    charter, previous = charter_of(kind), last_closed(kind)
    if previous is None and charter.series is None:
        raise Conflict(N_("아직 마친 회의가 없습니다. 첫 회의는 직접 만들어 주십시오."))
    start, series_on = _coming(kind, charter, previous, now)
    meeting = _new(_values_of_next(kind, charter, previous, start), charter, actor, now)
    meeting.series_on = series_on
    meeting.attendees = _numbered(members_to_invite(charter.asked, meeting.host, on=day_of(start)))
    open_agenda(meeting, charter.points, previous)
    send_invitations(meeting.attendees, now=now)
    tell_invited(meeting, PLANNED, actor=actor, now=now)
    return meeting


def _coming(
    kind: MeetingKind, charter: Charter, previous: Meeting | None, now: datetime
) -> tuple[datetime, date | None]:
    """When the next one is held, and which day of its series it is: a day agreed on moves one date of the series."""
    agreed = previous.next_starts_at if previous else None
    if charter.series is None:
        return next_start(starts_of_closed(kind), agreed, now=now), None
    day = next_series_day(kind, charter.series, today=day_of(now))
    by_series = at(day.held_on, charter.starts_at)
    return agreed if agreed is not None and agreed > now else by_series, day.by_rule


def _values_of_next(kind: MeetingKind, charter: Charter, previous: Meeting | None, start: datetime) -> MeetingValues:
    """As the charter says where there is a series, else as it was the last time."""
    usual = timedelta(minutes=charter.minutes)
    lasts = previous.ends_at - previous.starts_at if previous and charter.series is None else usual
    return MeetingValues(
        kind=kind,
        starts_at=start,
        ends_at=start + lasts,
        place=(previous.next_place if previous else "") or charter.place or (previous.place if previous else ""),
        host=previous.host if previous else current_settings().office_name,
    )


def _new(values: MeetingValues, charter: Charter, actor: Actor, now: datetime) -> Meeting:
    meeting = Meeting(created_at=now, quorum=charter.quorum, proxies=charter.proxies, **values.model_dump())
    meeting.writer_name = meeting.writer_name or actor.name
    db.session.add(meeting)
    take(MEETING_STATES, meeting, MeetingVerb.PLAN, actor=actor, now=now)
    return meeting


def _numbered(attendees: list[Attendee]) -> list[Attendee]:
    for place, attendee in enumerate(attendees, 1):
        attendee.position_number = place
    return attendees


def change_meeting(meeting: Meeting, values: MeetingValues, *, actor: Actor, now: datetime) -> None:
    """Change when and where; its kind stays, as standing points, quorum, series and who reads it follow from that."""
    require_writable(meeting, actor)
    refuse_hours(values.starts_at, values.ends_at)
    if meeting.state is MeetingState.UNDER_WAY and values.starts_at != meeting.starts_at:
        raise DomainError(N_("시작한 회의의 날짜와 시작 시각은 바꾸지 않습니다."), "day")
    if (values.starts_at, values.ends_at) != (meeting.starts_at, meeting.ends_at):
        _refuse_moving(meeting, values, now)
    was_at, was = meeting.starts_at, _calendar_facts(meeting)
    if values.starts_at != was_at:
        for seat in meeting.attendees:
            release_deputy(seat, now=now)
    for name, value in values.model_dump(exclude={"kind"}).items():
        setattr(meeting, name, value)
    record_for(meeting, "change", actor, now)
    if _calendar_facts(meeting) != was:
        invite_anew(meeting, was_at=was_at, now=now)
        tell_invited(meeting, CHANGED, actor=actor, now=now)


def _refuse_moving(meeting: Meeting, values: MeetingValues, now: datetime) -> None:
    """What is told of times stays within them; one that is under way goes on as it began."""
    if meeting.begun_at is not None:
        return
    told = [each.decided_at for each in decisions_of(meeting)]
    if not begins_anew(meeting.starts_at, values.starts_at, now=now):
        told += [moment for seat in meeting.attendees for moment in (seat.arrived_at, seat.left_at)]
    refuse_moving(values.starts_at, values.ends_at, filter(None, told), now=now)


def _calendar_facts(meeting: Meeting) -> tuple[datetime, datetime, str]:
    return meeting.starts_at, meeting.ends_at, meeting.place


def cancel_meeting(meeting: Meeting, *, actor: Actor, now: datetime, why: str = "") -> None:
    """Call a planned meeting off; what it was to speak about and whom it asked, the followers of the event see to.

    `why` stays in its course, where nothing can be taken out: of a meeting about people it is not asked.
    """
    require_writable(meeting, actor)
    if any(item.decisions for item in meeting.items):
        raise Conflict(DECIDED)
    take(MEETING_STATES, meeting, MeetingVerb.CANCEL, actor=actor, now=now, note=why)
    release_proposals(meeting, now=now)
    db.session.flush()
    tell(Event.MEETING_CALLED_OFF, meeting.id, actor=actor, now=now, note=why)
