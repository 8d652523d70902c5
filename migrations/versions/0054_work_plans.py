"""Plans of tasks: years, tasks, progress by quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (begun_at IS NULL)", name=op.f("ck_work_plan_begun")),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_work_plan_closed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plan")),
    )
    op.create_index("uq_work_plan_year", "work_plan", ["year"], unique=True)
    op.create_table(
        "work_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(40), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("partners", sa.String(200), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(10), nullable=False),
        sa.Column("counted_by", sa.String(32), nullable=False),
        sa.Column("year_done", sa.Integer(), nullable=True),
        sa.CheckConstraint("target > 0", name=op.f("ck_work_task_target")),
        sa.ForeignKeyConstraint(["plan_id"], ["work_plan.id"], name=op.f("fk_work_task_plan_id_work_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_task")),
    )
    op.create_index("uq_work_task_plan_id_number", "work_task", ["plan_id", "number"], unique=True)
    op.create_table(
        "work_progress",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=True),
        sa.Column("light", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_work_progress_quarter")),
        sa.CheckConstraint("done >= 0", name=op.f("ck_work_progress_done")),
        sa.CheckConstraint("light NOT IN ('amber', 'red') OR words <> ''", name=op.f("ck_work_progress_words")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_work_progress_by_id_user")),
        sa.ForeignKeyConstraint(["task_id"], ["work_task.id"], name=op.f("fk_work_progress_task_id_work_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_progress")),
    )
    op.create_index("uq_work_progress_task_id_quarter", "work_progress", ["task_id", "quarter"], unique=True)


def downgrade() -> None:
    op.drop_table("work_progress")
    op.drop_table("work_task")
    op.drop_table("work_plan")
