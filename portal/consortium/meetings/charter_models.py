"""Tables of what holds for the meetings of a kind."""

from datetime import date, time

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.consortium.meetings.states import MeetingKind, Quorum, SilenceCounts, WeekOfMonth
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept
from portal.db.types import enum_column


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


for _name, _columns in (
    ("uq_meeting_charter_kind", "meeting_charter.kind"),
    ("uq_meeting_series_skip_kind_day", "meeting_series_skip.kind, meeting_series_skip.day"),
):
    register(_name, N_("그사이 다른 분이 정했습니다. 화면을 새로 고쳐 주십시오."), columns=_columns)
