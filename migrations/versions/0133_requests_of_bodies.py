"""What other bodies ask for, the links by which they ask, and what they were answered."""

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "body_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_body_link_made_by_id_user")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_body_link_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_link")),
    )
    op.create_index("ix_body_link_partner_id", "body_link", ["partner_id", "expires_at"])

    op.create_table(
        "body_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("asker_name", sa.String(length=50), nullable=False),
        sa.Column("asker_phone", sa.String(length=16), nullable=False),
        sa.Column("asker_email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("dong_code", sa.String(length=10), nullable=False),
        sa.Column("lives_alone", sa.Boolean(), nullable=True),
        sa.Column("helper_name", sa.String(length=50), nullable=False),
        sa.Column("helper_relation", sa.String(length=30), nullable=False),
        sa.Column("helper_phone", sa.String(length=16), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consent_by", sa.String(32), nullable=True),
        sa.Column("ground_words", sa.Text(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("breached_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('answered', 'withdrawn')) = (ended_at IS NOT NULL)", name=op.f("ck_body_request_ended")
        ),
        sa.CheckConstraint("state <> 'taken' OR application_id IS NOT NULL", name=op.f("ck_body_request_taken")),
        sa.CheckConstraint("(application_id IS NULL) = (household_id IS NULL)", name=op.f("ck_body_request_household")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_body_request_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_body_request_household_id_household")
        ),
        sa.ForeignKeyConstraint(["link_id"], ["body_link.id"], name=op.f("fk_body_request_link_id_body_link")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_body_request_partner_id_partner")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_body_request_person_id_person")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_body_request_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_request")),
    )
    op.create_index("ix_body_request_household_id", "body_request", ["household_id"])
    op.create_index("ix_body_request_link_id", "body_request", ["link_id"])
    op.create_index(op.f("ix_body_request_partner_id"), "body_request", ["partner_id"])
    op.create_index(op.f("ix_body_request_person_id"), "body_request", ["person_id"])
    op.create_index("ix_body_request_received_at", "body_request", ["received_at", "id"])
    op.create_index("ix_body_request_sent_by_id", "body_request", ["sent_by_id", "received_at"])
    op.create_index("ix_body_request_state_due_on", "body_request", ["state", "due_on"])
    op.create_index("uq_body_request_application_id", "body_request", ["application_id"], unique=True)
    op.create_index("uq_body_request_number", "body_request", ["number"], unique=True)

    op.create_table(
        "body_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("told", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["body_request.id"], name=op.f("fk_body_answer_request_id_body_request")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_body_answer_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_answer")),
    )
    op.create_index("ix_body_answer_request_id", "body_answer", ["request_id", "sent_at"])


def downgrade() -> None:
    op.drop_table("body_answer")
    op.drop_table("body_request")
    op.drop_table("body_link")
