"""Experts and what they advise, and of which kind of meeting a proposal waits for the next one."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

EXPERT, ADVICE, PROPOSAL = "expert", "advice", "agenda_proposal"
OF_EXPERT = {
    "fee": "(fee_rule = 'none') = (fee IS NULL) AND (fee IS NULL OR fee > 0)",
    "terms": "until_on IS NULL OR until_on >= from_on",
    "erased": "(erased_on IS NULL) = (name <> '')",
}
OF_ADVICE = {
    "answered": "(state = 'given') = (answered_on IS NULL)",
    "applied": "(state IN ('applied', 'partly_applied')) = (applied_on IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        EXPERT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("organisation", sa.String(100), nullable=False),
        sa.Column("position", sa.String(50), nullable=False),
        sa.Column("speciality", sa.String(32), nullable=False),
        sa.Column("fee_rule", sa.String(32), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{EXPERT}_{name}")) for name, check in OF_EXPERT.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{EXPERT}")),
    )
    op.create_table(
        ADVICE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("expert_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(150), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.String(100), nullable=False),
        sa.Column("applied_in", sa.String(300), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{ADVICE}_{name}")) for name, check in OF_ADVICE.items()),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_advice_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_advice_expert_id_expert")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_advice_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ADVICE}")),
    )
    for column in ("meeting_id", "expert_id", "owner_id"):
        op.create_index(op.f(f"ix_{ADVICE}_{column}"), ADVICE, [column])
    op.create_index("ix_advice_state_due_on", ADVICE, ["state", "due_on"])
    op.add_column(PROPOSAL, sa.Column("kind", sa.String(32), nullable=False, server_default="working"))
    with op.batch_alter_table(PROPOSAL) as table:
        table.alter_column("kind", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(PROPOSAL) as table:
        table.drop_column("kind")
    op.drop_table(ADVICE)
    op.drop_table(EXPERT)
