"""What somebody in care asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "care_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'answered') = (answer <> '')", name=op.f("ck_care_request_answered")),
        sa.CheckConstraint(
            "(state IN ('received', 'in_work')) = (ended_at IS NULL)", name=op.f("ck_care_request_ended")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_care_request_application_id_application"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name="fk_care_request_case_id_care_case"),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name="fk_care_request_household_id_household"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_care_request_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_care_request"),
    )
    op.create_index("uq_care_request_application_id", "care_request", ["application_id"], unique=True)
    op.create_index(
        "ix_care_request_open", "care_request", ["due_at", "id"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.create_index("ix_care_request_household_id", "care_request", ["household_id", "asked_at"])
    op.create_index("ix_care_request_case_id", "care_request", ["case_id"])
    op.create_table(
        "care_request_service",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name="fk_care_request_service_request_id_care_request"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_care_request_service_service_id_service"),
        sa.PrimaryKeyConstraint("request_id", "service_id", name="pk_care_request_service"),
    )


def downgrade() -> None:
    op.drop_table("care_request_service")
    op.drop_table("care_request")
