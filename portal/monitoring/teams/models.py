"""Tables of volunteers, the households in their charge and what they tell of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept, identifying, naming_others, sensitive
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.teams.rules import Vetting
from portal.monitoring.teams.states import AssignmentState, Found, Often, Reach, ReportState, Team, VolunteerState
from portal.monitoring.worries.models import Worry
from portal.residents.households.models import Household, Person

_NOT_ENDED, _OPEN = text("state <> 'ended'"), text("state = 'open'")
_VETTED = " AND ".join(f"{day} IS NOT NULL" for day in ("trained_on", "checked_on", "signed_on", "from_on", "until_on"))


class Volunteer(Identified, Base):
    """Somebody of a team; `user_id` is their account, once they opened it.

    Of the check of the criminal record the day is kept and nothing else.
    """

    __tablename__ = "volunteer"
    __kept__ = Kept(
        N_("자원봉사자"),
        Purpose.WORKING,
        Retention.GRANT,
        course=("team", "trained_on", "checked_on", "signed_on", "from_on", "until_on"),
    )
    __table_args__ = (
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint(f"state <> 'active' OR ({_VETTED})", name="vetted"),
        CheckConstraint("until_on >= from_on", name="span"),
        Index("uq_volunteer_open", "email", "team", unique=True, sqlite_where=_NOT_ENDED, postgresql_where=_NOT_ENDED),
        Index("ix_volunteer_user_id", "user_id"),
    )

    team: Mapped[Team] = mapped_column(enum_column(Team))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    email: Mapped[str] = mapped_column(String(254), info=identifying(N_("이메일")))
    phone: Mapped[str] = mapped_column(String(16), info=identifying(N_("연락처")))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[VolunteerState] = mapped_column(enum_column(VolunteerState))
    taken_in_at: Mapped[datetime]
    trained_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]

    @property
    def vetting(self) -> Vetting:
        return Vetting(
            trained_on=self.trained_on,
            checked_on=self.checked_on,
            signed_on=self.signed_on,
            from_on=self.from_on,
            until_on=self.until_on,
        )

    def is_at_work(self, day: date) -> bool:
        """Whether their agreement covers the day."""
        if self.state is not VolunteerState.ACTIVE or self.from_on is None or self.until_on is None:
            return False
        return self.from_on <= day <= self.until_on


class Assignment(Identified, Base):
    """A household that a watcher looks after from a day to a day; `due_on` is when they go there next."""

    __tablename__ = "assignment"
    __kept__ = Kept(
        N_("이웃지킴이가 맡은 가구"),
        Purpose.CARE,
        Retention.CASE,
        course=("reach", "often", "from_on", "until_on", "due_on"),
    )
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="span"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        Index(
            "uq_assignment_open",
            "volunteer_id",
            "household_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_assignment_household_id", "household_id"),
        Index("ix_assignment_due_on", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reach: Mapped[Reach] = mapped_column(enum_column(Reach))
    often: Mapped[Often] = mapped_column(enum_column(Often))
    what: Mapped[str] = sealed("assignment.what", N_("이웃지킴이가 할 일"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[AssignmentState] = mapped_column(enum_column(AssignmentState))
    assigned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    volunteer: Mapped[Volunteer] = relationship()
    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()


class NeighbourReport(Identified, Base):
    """What a watcher found, and what somebody did about it who accompanies the household."""

    __tablename__ = "neighbour_report"
    __kept__ = Kept(N_("이웃지킴이가 알린 일"), Purpose.CARE, Retention.CASE)
    __table_args__ = (
        CheckConstraint("(state = 'seen_to') = (seen_to_at IS NOT NULL)", name="seen_to"),
        Index("ix_neighbour_report_household_id", "household_id", "at"),
        Index("ix_neighbour_report_assignment_id", "assignment_id", "at"),
        Index("ix_neighbour_report_state", "state", "found", "at"),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"))
    found: Mapped[Found] = mapped_column(
        enum_column(Found), info=sensitive(N_("이웃지킴이가 알린 일"), left=Found.WELL)
    )
    note: Mapped[str] = sealed("neighbour_report.note", N_("이웃지킴이가 남긴 말"), default="")
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(String(50), info=naming_others(N_("알린 사람")))
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState))
    answer: Mapped[str] = sealed("neighbour_report.answer", N_("이웃지킴이가 알린 일에 한 것"), default="")
    seen_to_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()

    @property
    def is_to_be_read(self) -> bool:
        """Somebody answers it: whatever is not well, and whatever was said beside that. `scope.TO_BE_READ` in SQL."""
        return self.found is not Found.WELL or bool(self.note)


class Finding(Identified, Base):
    """That a finder told of a worry; what it says stands there, and goes at its own time."""

    __tablename__ = "finding"
    __kept__ = Kept(N_("희망발굴단이 알린 소식"), Purpose.WATCHING_OVER, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("ix_finding_volunteer_id", "volunteer_id", "told_at"),)

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    worry_id: Mapped[UUID] = mapped_column(ForeignKey("worry.id"), index=True)
    told_at: Mapped[datetime]

    worry: Mapped[Worry] = relationship()


register("ck_volunteer_span", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "until_on")
register("ck_assignment_span", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "until_on")
register(
    "uq_volunteer_open",
    N_("같은 이메일로 이 모임에 있는 분입니다."),
    "email",
    columns="volunteer.email, volunteer.team",
)
register(
    "uq_assignment_open",
    N_("이 이웃지킴이가 이미 맡고 있는 가구입니다."),
    "volunteer",
    columns="assignment.volunteer_id, assignment.household_id",
)
