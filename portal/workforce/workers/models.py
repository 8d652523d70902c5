"""Tables of workers: who they are, what they do, and what was checked of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column
from portal.residents.households.states import Sex
from portal.workforce.workers.states import CheckKind

TERM = "visits name the worker, who was there from one day to another"


class Worker(Identified, Base):
    """Somebody who goes to households for a member, from a day to a day, both included.

    `door_name` is what households are told, as the worker agreed, who agreed to the photograph as well.
    `is_carried_over` marks whom old records of visits named: nobody has written down yet who they are.
    """

    __tablename__ = "worker"
    __kept__ = Kept(N_("종사자"), Purpose.WORKING, Retention.WORKER, course=("is_carried_over",))
    __table_args__ = (
        Index("ix_worker_organisation_id_name", "organisation_id", "name"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    door_name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이용자께 알리는 이름")))
    sex: Mapped[Sex] = mapped_column(
        enum_column(Sex), default=Sex.UNANSWERED, info=identifying(N_("성별"), left=Sex.UNANSWERED)
    )
    languages: Mapped[list[str]] = mapped_column(default=list, info=PLAIN)
    photo_name: Mapped[str | None] = mapped_column(String(120), info=identifying(N_("사진")))
    starts_on: Mapped[date] = mapped_column(info=identifying(N_("일하기 시작한 날"), stays=TERM))
    ends_on: Mapped[date | None] = mapped_column(info=identifying(N_("마지막으로 일하는 날"), stays=TERM))
    is_carried_over: Mapped[bool] = mapped_column(default=False)
    entered_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    services: Mapped[list[Service]] = relationship(secondary="worker_service", order_by=Service.position)
    checks: Mapped[list["WorkerCheck"]] = relationship(
        back_populates="worker", order_by=lambda: (WorkerCheck.expires_on.desc(), WorkerCheck.id.desc())
    )

    @property
    def service_ids(self) -> list[str]:
        """As a form holds them."""
        return [str(service.id) for service in self.services]


class WorkerService(Base):
    """That a worker does a service."""

    __tablename__ = "worker_service"
    __kept__ = Kept(N_("종사자가 하는 서비스"), Purpose.WORKING, Retention.WORKER, plain=True)

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True, index=True)


class WorkerCheck(Identified, Base):
    """That something was checked of a worker, and until when it holds; a wrong one is struck, never changed."""

    __tablename__ = "worker_check"
    __kept__ = Kept(N_("종사자 확인"), Purpose.WORKING, Retention.WORKER)
    __table_args__ = (
        Index("ix_worker_check_worker_id", "worker_id", "kind", "expires_on"),
        CheckConstraint("expires_on >= done_on", name="term"),
    )

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    kind: Mapped[CheckKind] = mapped_column(enum_column(CheckKind), info=identifying(N_("무엇을 확인했는지")))
    done_on: Mapped[date] = mapped_column(info=identifying(N_("확인한 날")))
    expires_on: Mapped[date] = mapped_column(info=identifying(N_("확인이 끝나는 날")))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    struck_at: Mapped[datetime | None]

    worker: Mapped[Worker] = relationship(back_populates="checks")


register("ck_worker_term", N_("마지막으로 일하는 날은 시작한 날보다 빠를 수 없습니다."), "ends_on")
