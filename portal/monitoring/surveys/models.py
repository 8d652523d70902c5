"""Tables of surveys: what is planned, who goes, each door and, for as long as it is needed, where it is.

What a door is counted by and where it stands are two tables: the address goes when the survey is over, figures stay.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.models import User
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.core.names import address_key
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.monitoring.surveys.states import DoorState, SurveyState


class Survey(Identified, Base):
    """A campaign; over at `closed_at`, finished or called off."""

    __tablename__ = "survey"
    __kept__ = Kept(N_("발굴 조사"), Purpose.WATCHING_OVER, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="span"),
        CheckConstraint("(state IN ('finished', 'called_off')) = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_survey_state_ends_on", "state", "ends_on"),
    )

    title: Mapped[str] = mapped_column(String(100))
    whom: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(500))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[SurveyState] = mapped_column(enum_column(SurveyState), default=SurveyState.PLANNED)
    planned_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    dongs: Mapped[list["SurveyDong"]] = relationship(cascade="all, delete-orphan", order_by="SurveyDong.dong_code")
    members: Mapped[list["SurveyMember"]] = relationship(order_by="SurveyMember.joined_at")

    @property
    def dong_codes(self) -> tuple[str, ...]:
        return tuple(each.dong_code for each in self.dongs)


class SurveyDong(Identified, Base):
    __tablename__ = "survey_dong"
    __kept__ = Kept(N_("조사하는 동"), Purpose.WATCHING_OVER, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_survey_dong_survey_id_dong_code", "survey_id", "dong_code", unique=True),)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey.id"))
    dong_code: Mapped[str] = mapped_column(String(10))


class SurveyMember(Identified, Base):
    """Somebody of the team, from a day until they left it; only they see where the doors are."""

    __tablename__ = "survey_member"
    __kept__ = Kept(N_("조사하는 사람"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index(
            "uq_survey_member_open",
            "survey_id",
            "user_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    dongs: Mapped[list["SurveyMemberDong"]] = relationship(
        cascade="all, delete-orphan", order_by="SurveyMemberDong.dong_code"
    )

    @property
    def dong_codes(self) -> tuple[str, ...]:
        """Empty where they walk all dongs of the survey."""
        return tuple(each.dong_code for each in self.dongs)


class SurveyMemberDong(Identified, Base):
    """A dong that is in somebody's charge; who has none walks the whole survey."""

    __tablename__ = "survey_member_dong"
    __kept__ = Kept(N_("조사에서 맡은 동"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_survey_member_dong_member_id_dong_code", "member_id", "dong_code", unique=True),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("survey_member.id"))
    dong_code: Mapped[str] = mapped_column(String(10))


class SurveyList(Identified, Base):
    """A list of addresses that was brought along: from where, by which right, and how many of it."""

    __tablename__ = "survey_list"
    __kept__ = Kept(N_("조사 명단의 출처"), Purpose.WATCHING_OVER, Retention.CONSORTIUM, plain=True)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey.id"), index=True)
    source: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(500))
    added: Mapped[int]
    brought_at: Mapped[datetime]
    brought_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class SurveyDoor(Identified, Base):
    """One door and what was found there. `was_known`: the household was in care when it was found to need help."""

    __tablename__ = "survey_door"
    __kept__ = Kept(N_("조사한 곳"), Purpose.WATCHING_OVER, Retention.CONSORTIUM, course=("tries", "was_known"))
    __table_args__ = (
        Index("ix_survey_door_survey_id_dong_code_state", "survey_id", "dong_code", "state"),
        CheckConstraint("tries > 0 OR last_tried_at IS NULL", name="tried"),
        CheckConstraint("state = 'needs_help' OR (application_id IS NULL AND worry_id IS NULL)", name="followed"),
    )

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey.id"))
    dong_code: Mapped[str] = mapped_column(String(10), info=PLAIN)
    state: Mapped[DoorState] = mapped_column(enum_column(DoorState), default=DoorState.TO_VISIT)
    listed_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    last_tried_at: Mapped[datetime | None]
    last_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    was_known: Mapped[bool] = mapped_column(default=False)
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), index=True)
    worry_id: Mapped[UUID | None] = mapped_column(ForeignKey("worry.id"), index=True)

    survey: Mapped[Survey] = relationship()
    place: Mapped["DoorAddress | None"] = relationship(back_populates="door", uselist=False)
    last_by: Mapped[User | None] = relationship()


class DoorAddress(Identified, Base):
    """Where a door is and what was said there; nobody's name. Removed when the survey is over and its time has run."""

    __tablename__ = "door_address"
    __kept__ = Kept(N_("조사할 곳의 주소"), Purpose.WATCHING_OVER, Retention.SURVEY)
    __table_args__ = (
        Index("uq_door_address_door_id", "door_id", unique=True),
        Index("uq_door_address_survey_id_address_key", "survey_id", "address_key", unique=True),
    )

    door_id: Mapped[UUID] = mapped_column(ForeignKey("survey_door.id"))
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey.id"))
    address: Mapped[str] = mapped_column(String(200), info=identifying(N_("주소")))
    address_detail: Mapped[str] = mapped_column(String(100), default="", info=identifying(N_("주소")))
    address_key: Mapped[str] = mapped_column(String(900), default="", info=identifying(N_("주소")))
    note: Mapped[str] = sealed("door_address.note", N_("문 앞에서 들은 말"), default="")

    door: Mapped[SurveyDoor] = relationship(back_populates="place")

    @validates("address", "address_detail")
    def _follow_address(self, column: str, value: str) -> str:
        parts = {"address": self.address or "", "address_detail": self.address_detail or "", column: value}
        self.address_key = address_key(parts["address"], parts["address_detail"])
        return value


register("ck_survey_span", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
register(
    "uq_survey_dong_survey_id_dong_code",
    N_("같은 동을 두 번 고를 수 없습니다."),
    "dongs",
    columns="survey_dong.survey_id, survey_dong.dong_code",
)
register(
    "uq_survey_member_open",
    N_("이미 함께 조사하는 분입니다."),
    "user",
    columns="survey_member.survey_id, survey_member.user_id",
)
register(
    "uq_survey_member_dong_member_id_dong_code",
    N_("같은 동을 두 번 고를 수 없습니다."),
    "dongs",
    columns="survey_member_dong.member_id, survey_member_dong.dong_code",
)
register(
    "uq_door_address_survey_id_address_key",
    N_("이 조사에 이미 있는 주소입니다."),
    "address",
    columns="door_address.survey_id, door_address.address_key",
)
register("uq_door_address_door_id", N_("주소가 이미 있는 곳입니다."), columns="door_address.door_id")
