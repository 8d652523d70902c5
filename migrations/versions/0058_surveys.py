"""Surveys of discovery: what is planned, who walks, each door and where it is; tasks that worries become."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("whom", sa.String(200), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        moment("planned_at"),
        moment("closed_at", nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_survey_span")),
        sa.CheckConstraint(
            "(state IN ('finished', 'called_off')) = (closed_at IS NOT NULL)", name=op.f("ck_survey_closed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_index("ix_survey_state_ends_on", "survey", ["state", "ends_on"])
    op.create_table(
        "survey_dong",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("dong_code", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_dong_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_dong")),
    )
    op.create_index("uq_survey_dong_survey_id_dong_code", "survey_dong", ["survey_id", "dong_code"], unique=True)
    op.create_table(
        "survey_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        moment("joined_at"),
        moment("left_at", nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_member_survey_id_survey")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_survey_member_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_member")),
    )
    op.create_index(op.f("ix_survey_member_user_id"), "survey_member", ["user_id"])
    still_there = sa.text("left_at IS NULL")
    op.create_index(
        "uq_survey_member_open",
        "survey_member",
        ["survey_id", "user_id"],
        unique=True,
        sqlite_where=still_there,
        postgresql_where=still_there,
    )
    op.create_table(
        "survey_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        moment("brought_at"),
        sa.Column("brought_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["brought_by_id"], ["user.id"], name=op.f("fk_survey_list_brought_by_id_user")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_list_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_list")),
    )
    op.create_index(op.f("ix_survey_list_survey_id"), "survey_list", ["survey_id"])
    op.create_table(
        "survey_door",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("dong_code", sa.String(10), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        moment("listed_at"),
        sa.Column("tries", sa.Integer(), nullable=False),
        moment("last_tried_at", nullable=True),
        sa.Column("last_by_id", sa.Uuid(), nullable=True),
        sa.Column("was_known", sa.Boolean(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("worry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("tries > 0 OR last_tried_at IS NULL", name=op.f("ck_survey_door_tried")),
        sa.CheckConstraint(
            "state = 'needs_help' OR (application_id IS NULL AND worry_id IS NULL)",
            name=op.f("ck_survey_door_followed"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_survey_door_application_id_application")
        ),
        sa.ForeignKeyConstraint(["last_by_id"], ["user.id"], name=op.f("fk_survey_door_last_by_id_user")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_door_survey_id_survey")),
        sa.ForeignKeyConstraint(["worry_id"], ["worry.id"], name=op.f("fk_survey_door_worry_id_worry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_door")),
    )
    op.create_index("ix_survey_door_survey_id_dong_code_state", "survey_door", ["survey_id", "dong_code", "state"])
    op.create_index(op.f("ix_survey_door_application_id"), "survey_door", ["application_id"])
    op.create_index(op.f("ix_survey_door_worry_id"), "survey_door", ["worry_id"])
    op.create_table(
        "door_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("address_detail", sa.String(100), nullable=False),
        sa.Column("address_key", sa.String(900), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["survey_door.id"], name=op.f("fk_door_address_door_id_survey_door")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_door_address_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_address")),
    )
    op.create_index("uq_door_address_door_id", "door_address", ["door_id"], unique=True)
    op.create_index("uq_door_address_survey_id_address_key", "door_address", ["survey_id", "address_key"], unique=True)
    op.create_table(
        "worry_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worry_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_worry_task_ended")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_worry_task_user_id_user")),
        sa.ForeignKeyConstraint(["worry_id"], ["worry.id"], name=op.f("fk_worry_task_worry_id_worry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worry_task")),
    )
    op.create_index(op.f("ix_worry_task_worry_id"), "worry_task", ["worry_id"])
    op.create_index("ix_worry_task_user_id_state_due_on", "worry_task", ["user_id", "state", "due_on"])


def downgrade() -> None:
    for table in ("worry_task", "door_address", "survey_door", "survey_list", "survey_member", "survey_dong", "survey"):
        op.drop_table(table)
