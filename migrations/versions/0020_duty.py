"""What staff are told and how they want to hear it, and who is on call; deaths of before stand with the person."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UNTOLD = sa.text("told_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "staff_notice",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.String(64), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_staff_notice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notice")),
    )
    op.create_index(
        "ix_staff_notice_untold", "staff_notice", ["user_id", "at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )
    op.create_index("ix_staff_notice_subject_id", "staff_notice", ["subject_id", "matter"])
    op.create_index("ix_staff_notice_user_id", "staff_notice", ["user_id", "at"])
    op.create_table(
        "notice_choice",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("pace", sa.String(32), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_choice_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "shift",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shift_span")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_shift_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_ends_at", "shift", ["ends_at"])
    op.add_column("referral", sa.Column("answer_reminded_at", sa.DateTime(timezone=True)))
    keep_deaths()


def keep_deaths() -> None:
    """Whoever died in care before deaths were kept is told nothing any more, too."""
    person = sa.table("person", sa.column("id", sa.Uuid()), sa.column("death_known_on", sa.Date()))
    case = sa.table(
        "care_case",
        sa.column("application_id", sa.Uuid()),
        sa.column("closed_at", sa.DateTime(timezone=True)),
        sa.column("closure_reason", sa.String()),
    )
    application = sa.table("application", sa.column("id", sa.Uuid()), sa.column("person_id", sa.Uuid()))
    joined = case.join(application, application.c.id == case.c.application_id)
    died = sa.select(application.c.person_id, case.c.closed_at).select_from(joined)
    connection = op.get_bind()
    for person_id, closed_at in connection.execute(died.where(case.c.closure_reason == "died")).all():
        of_them = (person.c.id == person_id) & person.c.death_known_on.is_(None)
        connection.execute(sa.update(person).where(of_them).values(death_known_on=closed_at.date()))


def downgrade() -> None:
    op.drop_column("referral", "answer_reminded_at")
    op.drop_table("shift")
    op.drop_table("notice_choice")
    op.drop_table("staff_notice")
