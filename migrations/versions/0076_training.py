"""Training: courses and of whom they are required, sessions with places, and who takes part with what result."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

COURSE, OF_SERVICE, SESSION, ENROLMENT = (
    "training_course",
    "training_course_service",
    "training_session",
    "training_enrolment",
)
OF_COURSE = {
    "hours": "hours > 0",
    "valid_months": "valid_months IS NULL OR valid_months > 0",
    "pass_score": "pass_score IS NULL OR pass_score BETWEEN 1 AND 100",
}
OF_SESSION = {"term": "ends_at > starts_at", "places": "taken >= 0 AND taken <= places"}
OF_ENROLMENT = {
    "learner": "(worker_id IS NULL) <> (user_id IS NULL)",
    "certificate": "(state IN ('passed', 'revoked')) = (certificate_number IS NOT NULL)"
    " AND (certificate_number IS NULL) = (issued_on IS NULL)",
}


def upgrade() -> None:
    op.create_table(
        COURSE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("pass_score", sa.Integer(), nullable=True),
        sa.Column("of_all_workers", sa.Boolean(), nullable=False),
        sa.Column("of_coordinators", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        *_checks(COURSE, OF_COURSE),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{COURSE}")),
    )
    op.create_table(
        OF_SERVICE,
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], [f"{COURSE}.id"], name=op.f(f"fk_{OF_SERVICE}_course_id_{COURSE}")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f(f"fk_{OF_SERVICE}_service_id_service")),
        sa.PrimaryKeyConstraint("course_id", "service_id", name=op.f(f"pk_{OF_SERVICE}")),
    )
    op.create_index(op.f(f"ix_{OF_SERVICE}_service_id"), OF_SERVICE, ["service_id"])
    op.create_table(
        SESSION,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("teacher", sa.String(100), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        *_checks(SESSION, OF_SESSION),
        sa.ForeignKeyConstraint(["course_id"], [f"{COURSE}.id"], name=op.f(f"fk_{SESSION}_course_id_{COURSE}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SESSION}")),
    )
    op.create_index(op.f(f"ix_{SESSION}_course_id"), SESSION, ["course_id", "starts_at"])
    _create_enrolments()


def _create_enrolments() -> None:
    op.create_table(
        ENROLMENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("certificate_number", sa.String(20), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_checks(ENROLMENT, OF_ENROLMENT),
        sa.ForeignKeyConstraint(["session_id"], [f"{SESSION}.id"], name=op.f(f"fk_{ENROLMENT}_session_id_{SESSION}")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f(f"fk_{ENROLMENT}_worker_id_worker")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{ENROLMENT}_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ENROLMENT}")),
    )
    for column in ("worker_id", "user_id"):
        op.create_index(op.f(f"ix_{ENROLMENT}_{column}"), ENROLMENT, [column])
    once = {"worker": ["session_id", "worker_id"], "user": ["session_id", "user_id"], "number": ["certificate_number"]}
    for name, columns in once.items():
        op.create_index(f"uq_{ENROLMENT}_{name}", ENROLMENT, columns, unique=True)


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(check, name=op.f(f"ck_{table}_{name}")) for name, check in checks.items()]


def downgrade() -> None:
    for table in (ENROLMENT, SESSION, OF_SERVICE, COURSE):
        op.drop_table(table)
