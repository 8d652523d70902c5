"""Tables of training: courses, when they are held, and who takes part with what result."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.consortium.catalogue.models import Service
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column
from portal.workforce.training.states import EnrolmentState
from portal.workforce.workers.models import Worker


class TrainingCourse(Identified, Base):
    """What is taught, of whom it is required, and how long it holds.

    `valid_months` is None where it holds for ever, `pass_score` (of 100) where there is no test. One that is not open
    any more is required of nobody.
    """

    __tablename__ = "training_course"
    __kept__ = Kept(N_("교육 과정"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("valid_months IS NULL OR valid_months > 0", name="valid_months"),
        CheckConstraint("pass_score IS NULL OR pass_score BETWEEN 1 AND 100", name="pass_score"),
    )

    name: Mapped[str] = mapped_column(String(100), info=PLAIN)
    about: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    hours: Mapped[int]
    valid_months: Mapped[int | None]
    pass_score: Mapped[int | None]
    of_all_workers: Mapped[bool] = mapped_column(default=False)
    of_coordinators: Mapped[bool] = mapped_column(default=False)
    is_open: Mapped[bool] = mapped_column(default=True)

    services: Mapped[list[Service]] = relationship(secondary="training_course_service", order_by=Service.position)

    @property
    def course_service_ids(self) -> Sequence[UUID]:
        return [service.id for service in self.services]

    @property
    def service_ids(self) -> list[str]:
        """As a form holds them."""
        return [str(service.id) for service in self.services]


class TrainingCourseService(Base):
    """That whoever does a service must have the course."""

    __tablename__ = "training_course_service"
    __kept__ = Kept(N_("교육이 필요한 서비스"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    course_id: Mapped[UUID] = mapped_column(ForeignKey("training_course.id"), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True, index=True)


class TrainingSession(Identified, Base):
    """When and where a course is held. `taken` counts the places that are given away; the database lets no more be."""

    __tablename__ = "training_session"
    __kept__ = Kept(N_("교육 일정"), Purpose.WORKING, Retention.CONSORTIUM, course=("places", "taken"))
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="term"),
        CheckConstraint("taken >= 0 AND taken <= places", name="places"),
        Index("ix_training_session_course_id", "course_id", "starts_at"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("training_course.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(100), info=PLAIN)
    teacher: Mapped[str] = mapped_column(String(100), info=identifying(N_("강사")))
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    called_off_at: Mapped[datetime | None]

    course: Mapped[TrainingCourse] = relationship()

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def left(self) -> int:
        return self.places - self.taken


class TrainingEnrolment(Identified, Base):
    """That a worker, or somebody with an account, takes part; who passed has a certificate, for ever under its number.

    `queued_at` is the place in the line of those who wait. Whom the certificate names is kept on the day of its issue,
    as `issued_to` of `issued_home`: what the learner is called later changes nothing of it.
    """

    __tablename__ = "training_enrolment"
    __kept__ = Kept(N_("교육 참가와 이수"), Purpose.WORKING, Retention.WORKER)
    __table_args__ = (
        CheckConstraint("(worker_id IS NULL) <> (user_id IS NULL)", name="learner"),
        CheckConstraint(
            "(state IN ('passed', 'revoked')) = (certificate_number IS NOT NULL)"
            " AND (certificate_number IS NULL) = (issued_on IS NULL)",
            name="certificate",
        ),
        Index("uq_training_enrolment_worker", "session_id", "worker_id", unique=True),
        Index("uq_training_enrolment_user", "session_id", "user_id", unique=True),
        Index("uq_training_enrolment_number", "certificate_number", unique=True),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[EnrolmentState] = mapped_column(enum_column(EnrolmentState))
    queued_at: Mapped[datetime]
    score: Mapped[int | None] = mapped_column(info=identifying(N_("평가 점수")))
    certificate_number: Mapped[str | None] = mapped_column(String(20), info=identifying(N_("수료증 번호")))
    issued_on: Mapped[date | None] = mapped_column(info=identifying(N_("이수한 날")))
    issued_to: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("수료증에 적힌 이름")))
    issued_home: Mapped[str] = mapped_column(String(100), default="", info=identifying(N_("수료증에 적힌 소속")))
    valid_until: Mapped[date | None] = mapped_column(info=identifying(N_("수료증이 끝나는 날")))

    session: Mapped[TrainingSession] = relationship()
    worker: Mapped[Worker | None] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def learner_name(self) -> str:
        return self.worker.name if self.worker else self.user.name if self.user else ""


register("ck_training_session_term", N_("마치는 시각은 시작 시각보다 늦어야 합니다."), "ends_at")
register("ck_training_session_places", N_("이미 신청한 사람보다 자리를 적게 할 수 없습니다."), "places")
_ALREADY = N_("이미 신청한 사람입니다. 화면을 새로 고쳐 주십시오.")
register(
    "uq_training_enrolment_worker",
    _ALREADY,
    "learners",
    columns="training_enrolment.session_id, training_enrolment.worker_id",
)
register(
    "uq_training_enrolment_user",
    _ALREADY,
    "learners",
    columns="training_enrolment.session_id, training_enrolment.user_id",
)
