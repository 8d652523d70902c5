"""Shape of the forms of the meetings."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.accounts.rules import clean_email
from portal.consortium.meetings.actions import MeetingValues, Outcome
from portal.consortium.meetings.actions.minutes import owner_words
from portal.consortium.meetings.models import Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.rules import Ballot
from portal.consortium.meetings.states import MeetingKind, Presence
from portal.core.clock import SEOUL, at
from portal.web.day_fields import ClockField, DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, NameField, ParsedField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

MANY = 999
LONGEST_DISCUSSION = 20_000


class MeetingForm(EditingForm):
    """When, where and by whom; times are those of Seoul."""

    kind = RadioField(_("회의 종류"), [Required()], choices=choices(MeetingKind), default=MeetingKind.WORKING.value)
    day = DayField(_("날짜"), [Required()])
    starts_at = ClockField(_("시작 시각"), [Required()])
    ends_at = ClockField(_("마치는 시각"), [Required()])
    place = TextField(_("장소"), [Required(), Length(max=100)])
    host = TextField(_("주최"), [Required(), Length(max=100)])
    writer_name = TextField(_("회의록 작성자"), [Required(), Length(max=50)])
    next_day = DayField(_("다음 회의 날짜"), [Optional()])
    next_starts_at = ClockField(_("다음 회의 시각"), [Optional()])
    next_place = TextField(_("다음 회의 장소"), [Optional(), Length(max=100)])
    attachments = LinesField(_("붙임 문서"), [Optional(), Length(max=1_000)], render_kw={"rows": 3})

    def values(self) -> MeetingValues:
        return MeetingValues(
            kind=MeetingKind(self.kind.data),
            starts_at=_moment(self.day.data, self.starts_at.data),
            ends_at=_moment(self.day.data, self.ends_at.data),
            next_starts_at=at(self.next_day.data, self.next_starts_at.data or self.starts_at.data or time())
            if self.next_day.data
            else None,
            **{name: self.data[name] or "" for name in ("place", "host", "writer_name", "next_place", "attachments")},
        )


def meeting_values(meeting: Meeting) -> dict[str, Any]:
    """What a form says of `meeting`."""
    starts, ends = meeting.starts_at.astimezone(SEOUL), meeting.ends_at.astimezone(SEOUL)
    coming = meeting.next_starts_at.astimezone(SEOUL) if meeting.next_starts_at else None
    return {
        "kind": meeting.kind.value,
        "day": starts.date(),
        "starts_at": starts.time(),
        "ends_at": ends.time(),
        "next_day": coming and coming.date(),
        "next_starts_at": coming and coming.time(),
        **{name: getattr(meeting, name) for name in ("place", "host", "writer_name", "next_place", "attachments")},
    }


def _moment(day: date | None, clock_time: time | None) -> datetime:
    """Both were required before."""
    return at(day or date.min, clock_time or time())


class GuestAddressField(ParsedField):
    """The mail address of somebody who has no account."""

    def parse(self, text: str) -> str:
        return clean_email(text)


class AttendeeForm(PortalForm):
    name = NameField(_("이름"), [Required()])
    organisation = TextField(_("소속"), [Required(), Length(max=100)])
    position = TextField(_("직위"), [Optional(), Length(max=50)])
    email = GuestAddressField(_("이메일"), [Optional()], render_kw={"type": "email", "autocomplete": "off"})


class DeputyForm(PortalForm):
    """Whoever cannot come names who comes in their place."""

    deputy = NameField(_("대리인의 이름"), [Required()])


class ItemForm(PortalForm):
    title = TextField(_("안건"), [Required(), Length(max=200)])


class ProposalForm(PortalForm):
    title = TextField(_("무엇을 이야기할까요"), [Required(), Length(max=200)])
    reason = LinesField(_("왜 필요합니까"), [Required(), Length(max=2_000)], render_kw={"rows": 5})


class FinishForm(PortalForm):
    outcome = TextField(_("결과"), [Required(), Length(max=300)])


class DiscussionForm(EditingForm):
    """What is saved while it is typed."""

    discussion = LinesField(_("논의 내용"), [Length(max=LONGEST_DISCUSSION)], render_kw={"rows": 12})


def _votes(words: str) -> NumberField:
    return NumberField(
        words, [Optional(), NumberRange(min=0, max=MANY)], render_kw={"inputmode": "numeric", "autocomplete": "off"}
    )


class OwnedForm(EditingForm):
    """A form that names an owner among the people of the meeting."""

    def offer_owners(self, attendees: Sequence[Attendee]) -> None:
        self.attendees = {str(attendee.id): attendee for attendee in attendees}
        people = [(key, owner_words(attendee)) for key, attendee in self.attendees.items()]
        for field in self:
            if isinstance(field, SelectField):
                field.choices = [("", gettext("고르지 않음")), *people]

    def owner(self, value: str | None) -> Attendee | None:
        return self.attendees.get(value or "")


class DecisionForm(OwnedForm):
    decision = TextField(_("결정 내용"), [Required(), Length(max=1_000)])
    votes_for = _votes(_("찬성"))
    votes_against = _votes(_("반대"))
    abstained = _votes(_("기권"))

    def outcome(self) -> Outcome:
        return Outcome(self.decision.data or "", ballot=_ballot(self))


def decision_values(decision: Decision) -> dict[str, Any]:
    votes = {name: getattr(decision, name) for name in ("votes_for", "votes_against", "abstained")}
    return {"decision": decision.text, **votes}


class TaskForm(OwnedForm):
    task = TextField(_("할 일"), [Required(), Length(max=300)])
    task_owner = SelectField(_("담당자"), default="")
    task_due_on = DayField(_("기한"), [Optional()])

    def outcome(self) -> Outcome:
        return Outcome(self.task.data or "", self.owner(self.task_owner.data), self.task_due_on.data)


def task_values(action: MeetingAction, attendees: Sequence[Attendee]) -> dict[str, Any]:
    owners = [str(attendee.id) for attendee in attendees if owner_words(attendee) == action.owner_name]
    return {"task": action.task, "task_due_on": action.due_on, "task_owner": owners[0] if owners else ""}


class RecordForm(OwnedForm, DiscussionForm):
    """One point of the agenda: what was said, and a line each for a decision and for something to be done."""

    title = TextField(_("안건"), [Required(), Length(max=200)])
    decision = TextField(_("결정 내용"), [Optional(), Length(max=1_000)])
    votes_for = _votes(_("찬성"))
    votes_against = _votes(_("반대"))
    abstained = _votes(_("기권"))
    decision_owner = SelectField(_("담당자"), default="")
    decision_due_on = DayField(_("기한"), [Optional()])
    task = TextField(_("할 일"), [Optional(), Length(max=300)])
    task_owner = SelectField(_("담당자"), default="")
    task_due_on = DayField(_("기한"), [Optional()])

    def decided(self) -> Outcome | None:
        """The decision that was typed, if any."""
        if not self.decision.data:
            return None
        owner = self.owner(self.decision_owner.data)
        return Outcome(self.decision.data, owner, self.decision_due_on.data, _ballot(self))

    def to_do(self) -> Outcome | None:
        """The thing to be done that was typed, if any."""
        if not self.task.data:
            return None
        return Outcome(self.task.data, self.owner(self.task_owner.data), self.task_due_on.data)


def _ballot(form: DecisionForm | RecordForm) -> Ballot:
    return Ballot(form.votes_for.data or 0, form.votes_against.data or 0, form.abstained.data or 0)


def attendance_form(meeting: Meeting) -> EditingForm:
    """One choice for each person on the list."""
    fields = {
        _field_name(attendee): RadioField(
            owner_words(attendee), [Required()], choices=choices(Presence), default=attendee.presence.value
        )
        for attendee in meeting.attendees
    }
    form: EditingForm = type("AttendanceForm", (EditingForm,), fields)()
    return form


def presences_in(form: PortalForm, meeting: Meeting) -> dict[UUID, Presence]:
    return {attendee.id: Presence(form[_field_name(attendee)].data) for attendee in meeting.attendees}


def _field_name(attendee: Attendee) -> str:
    return f"presence_{attendee.id.hex}"
