"""Tables of the plan of tasks: once it is closed, nothing of it changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import freeze, freeze_additions
from portal.db.kept import PLAIN, Kept, naming_others
from portal.db.types import enum_column
from portal.monitoring.workplan.states import CountedBy, Light, WorkPlanState


class WorkPlan(Identified, Base):
    """What the consortium means to do in a year."""

    __tablename__ = "work_plan"
    __kept__ = Kept(N_("한 해 과제 계획"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_work_plan_year", "year", unique=True),
        CheckConstraint("(state = 'draft') = (begun_at IS NULL)", name="begun"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    )

    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(100), info=PLAIN)
    state: Mapped[WorkPlanState] = mapped_column(enum_column(WorkPlanState), default=WorkPlanState.DRAFT)
    begun_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    tasks: Mapped[list["WorkTask"]] = relationship(back_populates="plan", order_by="WorkTask.number")


class WorkTask(Identified, Base):
    """One task; `year_done` is what the portal counted when the plan was closed, where it counts.

    `owner` and `target` of a task that was shipped are empty until the office fills them in, before the plan begins.
    """

    __tablename__ = "work_task"
    __kept__ = Kept(N_("한 해의 과제"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_work_task_plan_id_number", "plan_id", "number", unique=True),
        CheckConstraint("target > 0", name="target"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("work_plan.id"))
    number: Mapped[int]
    area: Mapped[str] = mapped_column(String(40), info=PLAIN)
    title: Mapped[str] = mapped_column(String(100), info=PLAIN)
    owner: Mapped[str] = mapped_column(String(60), default="", info=PLAIN)
    partners: Mapped[str] = mapped_column(String(200), default="", info=PLAIN)
    target: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(10), info=PLAIN)
    counted_by: Mapped[CountedBy] = mapped_column(enum_column(CountedBy))
    year_done: Mapped[int | None]

    plan: Mapped[WorkPlan] = relationship(back_populates="tasks")
    progress: Mapped[list["WorkProgress"]] = relationship(back_populates="task", order_by="WorkProgress.quarter")


class WorkProgress(Identified, Base):
    """How far a task is in a quarter; `done` is empty where the portal counts and the plan goes on."""

    __tablename__ = "work_progress"
    __kept__ = Kept(N_("과제의 분기 진행"), Purpose.WORKING, Retention.CONSORTIUM, course=("quarter", "done", "light"))
    __table_args__ = (
        Index("uq_work_progress_task_id_quarter", "task_id", "quarter", unique=True),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        CheckConstraint("done >= 0", name="done"),
        CheckConstraint("light NOT IN ('amber', 'red') OR words <> ''", name="words"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("work_task.id"))
    quarter: Mapped[int]
    done: Mapped[int | None]
    light: Mapped[Light] = mapped_column(enum_column(Light))
    words: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("적은 사람")))

    task: Mapped[WorkTask] = relationship(back_populates="progress")


register("uq_work_plan_year", N_("그 해의 과제 계획이 이미 있습니다."), field="year", columns="work_plan.year")
register(
    "uq_work_task_plan_id_number",
    N_("같은 번호의 과제가 있습니다."),
    field="number",
    columns="work_task.plan_id, work_task.number",
)
register(
    "uq_work_progress_task_id_quarter",
    N_("방금 다른 분이 이 분기를 적었습니다."),
    columns="work_progress.task_id, work_progress.quarter",
)


def _is_closed(connection: Connection, plan_id: Any) -> bool:
    kept = select(WorkPlan.state).where(WorkPlan.id == plan_id)
    return connection.scalar(kept) == WorkPlanState.CLOSED


def _of_closed(connection: Connection, progress: WorkProgress) -> bool:
    of = select(WorkTask.plan_id).where(WorkTask.id == progress.task_id).scalar_subquery()
    return _is_closed(connection, of)


freeze(WorkPlan, lambda connection, plan: _is_closed(connection, plan.id))
freeze(WorkTask, lambda connection, task: _is_closed(connection, task.plan_id))
freeze_additions(WorkTask, lambda connection, task: _is_closed(connection, task.plan_id))
freeze(WorkProgress, _of_closed)
freeze_additions(WorkProgress, _of_closed)
