"""Tables of the meetings; a closed meeting never changes."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.meetings.states import (
    Asked,
    InvitationReply,
    LeftOver,
    MeetingKind,
    MeetingState,
    Presence,
    Quorum,
    SilenceCounts,
    WeekOfMonth,
)
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import NOBODY, PLAIN, Kept, identifying
from portal.db.types import enum_column


class Meeting(Identified, Base):
    """A meeting; `number` (제○차) is given when it is closed and counts by kind without gaps.

    `series_on` is the day by the rule of its series, whatever day it is held on; an extra meeting has none. `sequence`
    is the last that a calendar was given (RFC 5545, 3.8.7.4), below 0 before. `proxies` is how many each may hold. One
    whose minutes were typed afterwards was never `begun_at`. `names_papers`: its minutes name what lay on the table.
    """

    __tablename__ = "meeting"
    __kept__ = Kept(
        N_("회의"),
        Purpose.WORKING,
        Retention.CONSORTIUM,
        course=("kind", "number", "quorum", "proxies", "series_on", "sequence", "revision", "names_papers"),
    )
    __table_args__ = (
        Index("uq_meeting_number", "kind", "number", unique=True),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("state <> 'under_way' OR begun_at IS NOT NULL", name="under_way"),
    )

    kind: Mapped[MeetingKind] = mapped_column(enum_column(MeetingKind))
    number: Mapped[int | None]
    state: Mapped[MeetingState] = mapped_column(enum_column(MeetingState), default=MeetingState.PLANNED)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(100), info=PLAIN)
    host: Mapped[str] = mapped_column(String(100), info=PLAIN)
    writer_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("회의록을 쓴 사람")))
    next_starts_at: Mapped[datetime | None]
    next_place: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    attachments: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    quorum: Mapped[Quorum] = mapped_column(enum_column(Quorum), default=Quorum.NONE)
    proxies: Mapped[int] = mapped_column(default=1)
    series_on: Mapped[date | None]
    created_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    names_papers: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=-1)
    revision: Mapped[int] = mapped_column(default=1)

    attendees: Mapped[list["Attendee"]] = relationship(
        back_populates="meeting", order_by="Attendee.position_number", cascade="all, delete-orphan"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    actions: Mapped[list["MeetingAction"]] = relationship(back_populates="meeting", order_by="MeetingAction.id")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook


IN_MINUTES = "sealed minutes say who was there"
SPOKEN = identifying(N_("회의에서 적은 글"), left=NOBODY)
"""Of a conference about people it names them; of other meetings it stays."""


class Attendee(Identified, Base):
    """Somebody who is asked to a meeting, what they answered, and whether they came.

    `asked_as` is what the charter asked them as, `asked_id` the member or expert whose place it is; `named_as` is for
    the name of whoever is named to the office alone. `email` is of those who have no account; a `deputy`, reached at
    `deputy_email` and invited, is to come in their place, `stand_in` is who did. `arrived_at` and `left_at` are of who
    came late or left early; `proxy_holder_id` votes for them in writing. At `consulted_at` they were asked to confirm.
    """

    __tablename__ = "meeting_attendee"
    __kept__ = Kept(
        N_("회의 참석자"), Purpose.WORKING, Retention.MINUTES, course=("position_number", "reply", "presence")
    )
    __table_args__ = (
        CheckConstraint("(reply = 'deputy') = (deputy <> '')", name="deputy"),
        CheckConstraint("deputy_email = '' OR deputy <> '' OR stand_in <> ''", name="deputy_email"),
        CheckConstraint("deputy <> '' OR (deputy_invited_at IS NULL AND deputy_comes_at IS NULL)", name="deputy_asked"),
        CheckConstraint("(reply = 'unanswered') = (replied_at IS NULL)", name="replied"),
        CheckConstraint("(presence = 'deputy') = (stand_in <> '')", name="stand_in"),
        CheckConstraint("proxy_holder_id <> id", name="proxy"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position_number: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(100), info=PLAIN)
    position: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("직위"), stays=IN_MINUTES))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("참석자의 이름"), stays=IN_MINUTES))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    named_as: Mapped[str] = mapped_column(String(50), default="", info=PLAIN)
    asked_as: Mapped[Asked | None] = mapped_column(enum_column(Asked), info=PLAIN)
    asked_id: Mapped[UUID | None] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(String(254), default="", info=identifying(N_("참석자의 이메일")))
    invited_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reply: Mapped[InvitationReply] = mapped_column(enum_column(InvitationReply), default=InvitationReply.UNANSWERED)
    replied_at: Mapped[datetime | None]
    deputy: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("대리인의 이름"), left=NOBODY))
    deputy_email: Mapped[str] = mapped_column(String(254), default="", info=identifying(N_("대리인의 이메일")))
    deputy_invited_at: Mapped[datetime | None]
    deputy_comes_at: Mapped[datetime | None]
    presence: Mapped[Presence] = mapped_column(enum_column(Presence), default=Presence.ASKED)
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    consulted_at: Mapped[datetime | None]
    stand_in: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("대신 온 분"), stays=IN_MINUTES))
    proxy_holder_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("meeting_attendee.id", ondelete="SET NULL"), index=True
    )

    meeting: Mapped[Meeting] = relationship(back_populates="attendees")


class AgendaItem(Identified, Base):
    """A point of the agenda with what was said; (`source_kind`, `source_id`) tells where it came from.

    `note` says why it is on the agenda; `presenter` brings it in. One that `is_standing` comes each time. `left_over`
    is what becomes of one that nobody spoke about. `information` has one a line, what was told and nothing decided of.
    `planned_minutes` were set aside for it, `taken_minutes` it took; since `running_since` it is being spoken about.
    """

    __tablename__ = "agenda_item"
    __kept__ = Kept(
        N_("안건"),
        Purpose.WORKING,
        Retention.CONFERENCE,
        course=("position", "is_standing", "left_over", "planned_minutes", "taken_minutes", "revision"),
    )
    __table_args__ = (CheckConstraint("planned_minutes > 0 AND taken_minutes >= 0", name="minutes"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), info=SPOKEN)
    presenter: Mapped[str] = mapped_column(String(160), default="", info=identifying(N_("제안한 사람")))
    note: Mapped[str] = mapped_column(Text, default="", info=SPOKEN)
    discussion: Mapped[str] = mapped_column(Text, default="", info=SPOKEN)
    information: Mapped[str] = mapped_column(Text, default="", info=SPOKEN)
    planned_minutes: Mapped[int | None]
    taken_minutes: Mapped[int | None]
    running_since: Mapped[datetime | None]
    source_kind: Mapped[str] = mapped_column(String(32), default="", info=PLAIN)
    source_id: Mapped[UUID | None]
    is_standing: Mapped[bool] = mapped_column(default=False)
    left_over: Mapped[LeftOver | None] = mapped_column(enum_column(LeftOver))
    revision: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="item", order_by="Decision.id", cascade="all, delete-orphan"
    )
    actions: Mapped[list["MeetingAction"]] = relationship(back_populates="item", order_by="MeetingAction.id")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook


class Decision(Identified, Base):
    """What was decided, why and by how many; `decided_at` tells who was there, on `review_on` a meeting looks again."""

    __tablename__ = "decision"
    __kept__ = Kept(
        N_("결정"),
        Purpose.WORKING,
        Retention.CONFERENCE,
        course=("votes_for", "votes_against", "abstained", "review_on"),
    )
    __table_args__ = (CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstained >= 0", name="votes"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str] = mapped_column(Text, info=SPOKEN)
    reason: Mapped[str] = mapped_column(Text, default="", info=SPOKEN)
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    abstained: Mapped[int] = mapped_column(default=0)
    decided_at: Mapped[datetime | None]
    review_on: Mapped[date | None] = mapped_column(index=True)

    item: Mapped[AgendaItem] = relationship(back_populates="decisions")


class MeetingAction(Identified, Base):
    """Something to be done after a meeting; it stands on its owner's desk until it is done.

    One that carries a decision out follows it while the meeting is not closed. `owner_name` is whom the minutes name,
    `owner_id` on whose desk it stands, `owner_seat_id` where they sat, `done_by` whoever wrote down that it is done.
    """

    __tablename__ = "meeting_action"
    __kept__ = Kept(N_("향후 계획"), Purpose.WORKING, Retention.CONFERENCE, course=("due_on",))

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"), index=True)
    task: Mapped[str] = mapped_column(String(300), info=SPOKEN)
    owner_name: Mapped[str] = mapped_column(String(100), info=identifying(N_("맡은 사람")))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    owner_seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_attendee.id", ondelete="SET NULL"))
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(100), default="", info=identifying(N_("한 일로 적은 사람")))
    outcome: Mapped[str] = mapped_column(String(300), default="", info=SPOKEN)

    meeting: Mapped[Meeting] = relationship(back_populates="actions")
    item: Mapped[AgendaItem | None] = relationship(back_populates="actions")


class MeetingCharter(Identified, Base):
    """What the office set for the meetings of a kind: `points` has one a line, `week` and `weekday` are its series."""

    __tablename__ = "meeting_charter"
    __kept__ = Kept(N_("회의 규정"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_meeting_charter_kind", "kind", unique=True),
        CheckConstraint("(week IS NULL) = (weekday IS NULL) AND (week IS NULL) = (from_on IS NULL)", name="series"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("months > 0 AND minutes > 0", name="spans"),
        CheckConstraint("proxies >= 0 AND confirm_days >= 0", name="counts"),
    )

    kind: Mapped[MeetingKind] = mapped_column(enum_column(MeetingKind))
    points: Mapped[str] = mapped_column(Text)
    asked: Mapped[list[str]]
    quorum: Mapped[Quorum] = mapped_column(enum_column(Quorum))
    proxies: Mapped[int] = mapped_column(default=1)
    confirm_days: Mapped[int] = mapped_column(default=7)
    silence: Mapped[SilenceCounts] = mapped_column(enum_column(SilenceCounts), default=SilenceCounts.CONFIRMS)
    week: Mapped[WeekOfMonth | None] = mapped_column(enum_column(WeekOfMonth))
    weekday: Mapped[int | None]
    months: Mapped[int] = mapped_column(default=1)
    from_on: Mapped[date | None]
    starts_at: Mapped[time]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(100), default="")
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy's declared hook


class SeriesSkip(Identified, Base):
    """A day of the series of a kind on which no meeting is held."""

    __tablename__ = "meeting_series_skip"
    __kept__ = Kept(N_("거르는 회의"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_meeting_series_skip_kind_day", "kind", "day", unique=True),)

    kind: Mapped[MeetingKind] = mapped_column(enum_column(MeetingKind))
    day: Mapped[date]


class AgendaProposal(Identified, Base):
    """Something to speak about; it waits for the next meeting of its `kind`, what members propose for the working one.

    What is carried over brings its `planned_minutes`; `item_id` is set on an agenda, `source_id` by another feature.
    """

    __tablename__ = "agenda_proposal"
    __kept__ = Kept(N_("안건 제안"), Purpose.WORKING, Retention.CONFERENCE, course=("kind", "planned_minutes"))
    __table_args__ = (CheckConstraint("planned_minutes > 0", name="minutes"),)

    kind: Mapped[MeetingKind] = mapped_column(enum_column(MeetingKind), default=MeetingKind.WORKING)
    title: Mapped[str] = mapped_column(String(200), info=SPOKEN)
    reason: Mapped[str] = mapped_column(Text, info=SPOKEN)
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    proposed_by: Mapped[str] = mapped_column(String(160), info=identifying(N_("제안한 사람")))
    proposed_at: Mapped[datetime]
    planned_minutes: Mapped[int | None]
    source_kind: Mapped[str] = mapped_column(String(32), default="", info=PLAIN)
    source_id: Mapped[UUID | None]
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True)


register("uq_meeting_number", N_("같은 차수의 회의가 이미 있습니다."), "number", columns="meeting.kind, meeting.number")
_TAKEN = N_("그사이 다른 분이 정했습니다. 화면을 새로 고쳐 주십시오.")
register("uq_meeting_charter_kind", _TAKEN, columns="meeting_charter.kind")
register("uq_meeting_series_skip_kind_day", _TAKEN, columns="meeting_series_skip.kind, meeting_series_skip.day")
