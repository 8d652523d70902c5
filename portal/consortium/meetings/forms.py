"""Shape of the forms of the meetings."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.consortium.meetings.actions import Beside, MeetingValues, Outcome
from portal.consortium.meetings.actions.minutes import owner_words, seat_words
from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.states import RESTRICTED, TO_CHOOSE, LeftOver, MeetingKind
from portal.consortium.meetings.timing import LONGEST
from portal.consortium.meetings.voting import Ballot
from portal.core.clock import SEOUL, at, day_of
from portal.web.day_fields import ClockField, DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import EmailField, LinesField, NameField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

MANY = 999
LONGEST_DISCUSSION = 20_000


class MeetingForm(EditingForm):
    """When, where and by whom; times are those of Seoul. A meeting keeps its kind (`keep_kind`)."""

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

    def keep_kind(self) -> None:
        del self.kind

    def values(self, kind: MeetingKind | None = None) -> MeetingValues:
        return MeetingValues(
            kind=kind or MeetingKind(self.kind.data),
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


class AttendeeForm(PortalForm):
    name = NameField(_("이름"), [Required()])
    organisation = TextField(_("소속"), [Required(), Length(max=100)])
    position = TextField(_("직위"), [Optional(), Length(max=50)])
    email = EmailField(_("이메일"), [Optional()], render_kw={"type": "email", "autocomplete": "off"})


class AddressForm(EditingForm):
    """Where somebody without an account is reached."""

    email = EmailField(_("이메일"), [Required()], render_kw={"type": "email", "autocomplete": "off"})


class DeputyForm(PortalForm):
    """Whoever cannot come names who comes in their place."""

    deputy = NameField(_("대리인의 이름"), [Required()])
    deputy_email = EmailField(_("대리인의 이메일"), [Optional()], render_kw={"type": "email", "autocomplete": "off"})


class ItemForm(PortalForm):
    title = TextField(_("안건"), [Required(), Length(max=200)])
    planned_minutes = NumberField(_("걸릴 시간"), [Optional(), NumberRange(min=1, max=LONGEST)])


class ProposalForm(PortalForm):
    kind = SelectField(_("어느 회의에 올립니까?"), choices=choices(MeetingKind), default=MeetingKind.WORKING.value)
    title = TextField(_("무엇을 이야기할까요"), [Required(), Length(max=200)])
    reason = LinesField(_("왜 필요합니까"), [Required(), Length(max=2_000)], render_kw={"rows": 5})


class FinishForm(PortalForm):
    outcome = TextField(_("결과"), [Required(), Length(max=300)])


class DoneForm(PortalForm):
    """Whoever has the link of a task says that it is done, and how it ended where that may be said."""

    outcome = TextField(_("어떻게 되었습니까"), [Optional(), Length(max=300)])

    def ask_nothing(self) -> None:
        del self.outcome

    @property
    def said(self) -> str:
        return (self.outcome.data or "") if "outcome" in self else ""


class CancelForm(PortalForm):
    why = TextField(_("까닭"), [Required(), Length(max=300)])

    def ask_nothing(self) -> None:
        """Of a meeting about people: what is written down of a course stays there."""
        del self.why

    @property
    def said(self) -> str:
        return (self.why.data or "") if "why" in self else ""


class MoveForm(PortalForm):
    """Which kind of meeting is to speak about it instead."""

    kind = RadioField(_("어느 회의에서 다룰까요?"), [Required()], choices=choices(MeetingKind))

    def leave_out(self, kind: MeetingKind) -> None:
        """The one that it is of, and those about people, from which nothing comes back."""
        self.kind.choices = choices(each for each in MeetingKind if each is not kind and each not in RESTRICTED)


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
        people = [(key, seat_words(attendee)) for key, attendee in self.attendees.items()]
        for field in self:
            if isinstance(field, SelectField):
                field.choices = [("", gettext("고르지 않음")), *people]

    def owner(self, value: str | None) -> Attendee | None:
        return self.attendees.get(value or "")


class DecisionForm(OwnedForm):
    decision = TextField(_("결정 내용"), [Required(), Length(max=1_000)])
    reason = TextField(_("이유"), [Optional(), Length(max=1_000)])
    votes_for = _votes(_("찬성"))
    votes_against = _votes(_("반대"))
    abstained = _votes(_("기권"))
    decided_at = ClockField(_("결정한 시각"), [Optional()])
    review_on = DayField(_("다시 살펴볼 날"), [Optional()])

    def outcome(self, meeting: Meeting) -> Outcome:
        when, review_on = _moment_of(meeting, self.decided_at.data), self.review_on.data
        more = {"decided_at": when, "review_on": review_on, "reason": self.reason.data or ""}
        return Outcome(self.decision.data or "", ballot=_ballot(self), **more)


def decision_values(decision: Decision) -> dict[str, Any]:
    names = ("reason", "votes_for", "votes_against", "abstained", "review_on")
    kept = {name: getattr(decision, name) for name in names}
    return {"decision": decision.text, "decided_at": _clock_of(decision.decided_at), **kept}


class TaskForm(OwnedForm):
    task = TextField(_("할 일"), [Required(), Length(max=300)])
    task_owner = SelectField(_("담당자"), default="")
    task_due_on = DayField(_("기한"), [Optional()])

    def outcome(self) -> Outcome:
        return Outcome(self.task.data or "", self.owner(self.task_owner.data), self.task_due_on.data)


def task_values(action: MeetingAction, attendees: Sequence[Attendee]) -> dict[str, Any]:
    """One that was brought over from another meeting is of whoever goes by the same name here."""
    of_seat = [seat for seat in attendees if seat.id == action.owner_seat_id]
    owners = of_seat or [seat for seat in attendees if owner_words(seat) == action.owner_name]
    return {"task": action.task, "task_due_on": action.due_on, "task_owner": str(owners[0].id) if owners else ""}


class RecordForm(OwnedForm, DiscussionForm):
    """One point of the agenda: what was said and told, and a line each for a decision and for something to be done."""

    title = TextField(_("안건"), [Required(), Length(max=200)])
    planned_minutes = NumberField(_("걸릴 시간"), [Optional(), NumberRange(min=1, max=LONGEST)])
    taken_minutes = NumberField(_("걸린 시간"), [Optional(), NumberRange(min=0, max=MANY)])
    information = LinesField(_("보고·알림"), [Optional(), Length(max=2_000)], render_kw={"rows": 2})
    decision = TextField(_("결정 내용"), [Optional(), Length(max=1_000)])
    reason = TextField(_("이유"), [Optional(), Length(max=1_000)])
    votes_for = _votes(_("찬성"))
    votes_against = _votes(_("반대"))
    abstained = _votes(_("기권"))
    decided_at = ClockField(_("결정한 시각"), [Optional()])
    review_on = DayField(_("다시 살펴볼 날"), [Optional()])
    decision_owner = SelectField(_("담당자"), default="")
    decision_due_on = DayField(_("기한"), [Optional()])
    task = TextField(_("할 일"), [Optional(), Length(max=300)])
    task_owner = SelectField(_("담당자"), default="")
    task_due_on = DayField(_("기한"), [Optional()])

    def decided(self, meeting: Meeting) -> Outcome | None:
        """The decision that was typed, if any."""
        if not self.decision.data:
            return None
        owner = self.owner(self.decision_owner.data)
        when = _moment_of(meeting, self.decided_at.data)
        due_on, review_on = self.decision_due_on.data, self.review_on.data
        return Outcome(self.decision.data, owner, due_on, _ballot(self), when, review_on, self.reason.data or "")

    def beside(self) -> Beside:
        return Beside(self.information.data or "", self.planned_minutes.data, self.taken_minutes.data)

    def to_do(self) -> Outcome | None:
        """The thing to be done that was typed, if any."""
        if not self.task.data:
            return None
        return Outcome(self.task.data, self.owner(self.task_owner.data), self.task_due_on.data)


def _ballot(form: DecisionForm | RecordForm) -> Ballot:
    return Ballot(form.votes_for.data or 0, form.votes_against.data or 0, form.abstained.data or 0)


def closing_form(left_over: Iterable[AgendaItem]) -> PortalForm:
    """A choice for each point that nobody spoke about."""
    offered = [choice(each.value, each.words) for each in TO_CHOOSE]
    fields = {
        left_field(item): RadioField(item.title, [Required()], choices=offered, default=LeftOver.CARRIED.value)
        for item in left_over
    }
    form: PortalForm = type("ClosingForm", (PortalForm,), fields)()
    return form


def left_in(form: PortalForm, meeting: Meeting) -> dict[UUID, LeftOver]:
    left = {item.id: form[name].data for item in meeting.items if (name := left_field(item)) in form}
    return {item_id: LeftOver(chosen) for item_id, chosen in left.items()}


def left_field(item: AgendaItem) -> str:
    return f"left_{item.id.hex}"


def _moment_of(meeting: Meeting, clock_time: time | None) -> datetime | None:
    """A time on the day of the meeting."""
    return at(day_of(meeting.starts_at), clock_time) if clock_time else None


def _clock_of(moment: datetime | None) -> time | None:
    return moment.astimezone(SEOUL).time() if moment else None
