"""Those who work by a manual say whether its sections help, and what should be otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

OPINION, SUGGESTION = "section_opinion", "manual_suggestion"
CHECKS = {
    "answered": "(state = 'waiting') = (answered_at IS NULL)",
    "drafted": "(state = 'drafted') = (edition_id IS NOT NULL)",
    "proposed": "(state = 'proposed') = (proposal_id IS NOT NULL)",
    "declined": "state <> 'declined' OR answer <> ''",
}


def upgrade() -> None:
    op.create_table(
        OPINION,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("helps", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"], ["manual_section.id"], name=op.f(f"fk_{OPINION}_section_id_manual_section")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{OPINION}_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{OPINION}")),
    )
    op.create_index(op.f(f"ix_{OPINION}_user_id"), OPINION, ["user_id"])
    op.create_index(f"uq_{OPINION}_once", OPINION, ["section_id", "user_id"], unique=True)
    op.create_table(
        SUGGESTION,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(50), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{SUGGESTION}_{name}")) for name, check in CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["section_id"], ["manual_section.id"], name=op.f(f"fk_{SUGGESTION}_section_id_manual_section")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f(f"fk_{SUGGESTION}_made_by_id_user")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f(f"fk_{SUGGESTION}_edition_id_manual_edition")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["agenda_proposal.id"], name=op.f(f"fk_{SUGGESTION}_proposal_id_agenda_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SUGGESTION}")),
    )
    for column in ("section_id", "made_by_id", "state", "edition_id"):
        op.create_index(op.f(f"ix_{SUGGESTION}_{column}"), SUGGESTION, [column])
    op.create_index(f"uq_{SUGGESTION}_proposal_id", SUGGESTION, ["proposal_id"], unique=True)


def downgrade() -> None:
    op.drop_table(SUGGESTION)
    op.drop_table(OPINION)
