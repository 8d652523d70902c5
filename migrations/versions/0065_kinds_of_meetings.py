"""What holds for each kind of meeting, series by rule with days that are skipped, quorum, and standing points."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

CHARTER, SKIP = "meeting_charter", "meeting_series_skip"
CHECKS = {
    "series": "(week IS NULL) = (weekday IS NULL) AND (week IS NULL) = (from_on IS NULL)",
    "weekday": "weekday BETWEEN 0 AND 6",
    "spans": "months > 0 AND minutes > 0",
}
STANDING = ("지난 회의 결과 확인", "이달의 연계와 방문 현황", "협동조합별 어려움과 도움 요청")


def upgrade() -> None:
    op.create_table(
        CHARTER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("quorum", sa.String(32), nullable=False),
        sa.Column("week", sa.String(32), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{CHARTER}_{name}")) for name, check in CHECKS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CHARTER}")),
    )
    op.create_index(f"uq_{CHARTER}_kind", CHARTER, ["kind"], unique=True)
    op.create_table(
        SKIP,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SKIP}")),
    )
    op.create_index(f"uq_{SKIP}_kind_day", SKIP, ["kind", "day"], unique=True)
    op.add_column("meeting", sa.Column("quorum", sa.String(32), nullable=False, server_default="none"))
    op.add_column("meeting", sa.Column("series_on", sa.Date(), nullable=True))
    op.add_column("agenda_item", sa.Column("is_standing", sa.Boolean(), nullable=False, server_default=sa.false()))
    item = sa.table("agenda_item", sa.column("title", sa.String), sa.column("is_standing", sa.Boolean))
    op.execute(sa.update(item).where(item.c.title.in_(STANDING)).values(is_standing=sa.true()))
    for name, column in (("meeting", "quorum"), ("agenda_item", "is_standing")):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("agenda_item") as table:
        table.drop_column("is_standing")
    with op.batch_alter_table("meeting") as table:
        table.drop_column("series_on")
        table.drop_column("quorum")
    op.drop_table(SKIP)
    op.drop_table(CHARTER)
