"""Who was asked to read an edition of a manual, by when, and whether they were reminded."""

import sqlalchemy as sa
from alembic import op

from portal.core.ids import new_id

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    asked = op.create_table(
        "manual_asked",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("confirm_by", sa.Date(), nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("reminded_at", AT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f("fk_manual_asked_edition_id_manual_edition")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_manual_asked_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_asked")),
    )
    op.create_index("uq_manual_asked_once", "manual_asked", ["edition_id", "user_id"], unique=True)
    op.create_index(op.f("ix_manual_asked_user_id"), "manual_asked", ["user_id"])
    uuid = sa.Uuid()
    notice = sa.table(
        "staff_notice",
        sa.column("user_id", uuid),
        sa.column("subject_kind"),
        sa.column("subject_id", uuid),
        sa.column("at", AT),
    )
    edition = sa.table("manual_edition", sa.column("id", uuid), sa.column("confirm_by", sa.Date()))
    told = (
        sa.select(edition.c.id, notice.c.user_id, edition.c.confirm_by, sa.func.min(notice.c.at, type_=AT))
        .join_from(notice, edition, edition.c.id == notice.c.subject_id)
        .where(notice.c.subject_kind == "manual_confirmation", edition.c.confirm_by.is_not(None))
        .group_by(edition.c.id, notice.c.user_id, edition.c.confirm_by)
    )
    names = ("edition_id", "user_id", "confirm_by", "asked_at")
    rows = [dict(zip(names, row, strict=True)) | {"id": new_id()} for row in op.get_bind().execute(told)]
    if rows:
        op.bulk_insert(asked, rows)


def downgrade() -> None:
    op.drop_table("manual_asked")
