"""Forums and other open events, and who takes part in them without an account."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

EVENT, GUEST = "open_event", "event_guest"


def moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        EVENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        moment("starts_at", nullable=False),
        moment("ends_at", nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        moment("announced_at"),
        moment("called_off_at"),
        sa.Column("proceedings", sa.Text(), nullable=False),
        moment("thanked_at"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f(f"ck_{EVENT}_term")),
        sa.CheckConstraint("taken >= 0 AND taken <= places", name=op.f(f"ck_{EVENT}_places")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{EVENT}")),
    )
    op.create_index(op.f(f"ix_{EVENT}_starts_at"), EVENT, ["starts_at"])
    op.create_table(
        GUEST,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("home", sa.String(60), nullable=False),
        moment("queued_at", nullable=False),
        moment("seated_at"),
        moment("withdrawn_at"),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["open_event.id"], name=op.f(f"fk_{GUEST}_event_id_open_event")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{GUEST}")),
    )
    op.create_index(op.f(f"uq_{GUEST}_email"), GUEST, ["event_id", "email", "name"], unique=True)


def downgrade() -> None:
    op.drop_table(GUEST)
    op.drop_table(EVENT)
