"""A stay is one referral with its nights, and one charge with the price of each of them."""

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

DAY_UNITS = ("1일", "일")
AT, DAY = sa.DateTime(timezone=True), sa.Date()


def upgrade() -> None:
    for table in ("charge", "statement_line"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("price_extra", sa.Integer(), nullable=False, server_default="0"))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("price_extra", server_default=None)
    op.create_table(
        "charge_night",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("night", DAY, nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_charge_night_price")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_charge_night_charge_id_charge")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_night")),
    )
    op.create_index("uq_charge_night", "charge_night", ["charge_id", "night"], unique=True)
    op.create_table(
        "referral_night",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_night_referral_id_referral")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_referral_night_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_night")),
    )
    op.create_index("uq_referral_night", "referral_night", ["referral_id", "slot_id"], unique=True)
    op.create_index(op.f("ix_referral_night_slot_id"), "referral_night", ["slot_id"])
    op.create_table(
        "home_care",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_home_care_referral_id_referral")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_home_care_answered_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_care")),
    )
    op.create_index("uq_home_care", "home_care", ["referral_id", "task"], unique=True)
    with op.batch_alter_table("referral") as batch:
        batch.add_column(sa.Column("stay_ends_at", AT, nullable=True))
        batch.add_column(sa.Column("pays_beyond", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("continues_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_referral_continues_id_referral"), "referral", ["continues_id"], ["id"])
        batch.create_index(op.f("ix_referral_continues_id"), ["continues_id"])
    with op.batch_alter_table("referral") as batch:
        batch.alter_column("pays_beyond", server_default=None)
    _carry_single_nights()


def _carry_single_nights() -> None:
    """What was asked and booked by the day so far is a stay of one night, and costs as many nights as it counted."""
    bind = op.get_bind()
    service = sa.table("service", sa.column("id", sa.Uuid()), sa.column("unit"))
    slot = sa.table("slot", sa.column("id", sa.Uuid()), sa.column("ends_at", AT))
    referral = sa.table(
        "referral", sa.column("service_id", sa.Uuid()), sa.column("slot_id", sa.Uuid()), sa.column("stay_ends_at", AT)
    )
    by_night = sa.select(service.c.id).where(service.c.unit.in_(DAY_UNITS))
    ends_at = sa.select(slot.c.ends_at).where(slot.c.id == referral.c.slot_id).scalar_subquery()
    bind.execute(referral.update().where(referral.c.service_id.in_(by_night)).values(stay_ends_at=ends_at))
    charge = sa.table(
        "charge", sa.column("id", sa.Uuid()), sa.column("unit"), sa.column("service_on", DAY), sa.column("unit_price"),
        sa.column("quantity"),
    )  # fmt: skip
    night = sa.table(
        "charge_night",
        sa.column("id", sa.Uuid()), sa.column("charge_id", sa.Uuid()), sa.column("night", DAY),
        sa.column("price"), sa.column("kind"),
    )  # fmt: skip
    found = bind.execute(sa.select(charge).where(charge.c.unit.in_(DAY_UNITS))).mappings().all()
    rows = [
        {
            "id": uuid4(),
            "charge_id": row["id"],
            "night": row["service_on"] + timedelta(days=number),
            "price": row["unit_price"],
            "kind": "stayed",
        }
        for row in found
        for number in range(row["quantity"])
    ]
    if rows:
        op.bulk_insert(night, rows)


def _give_beds_back() -> None:
    """Beds of further nights, of which nothing tells any more whose they are."""
    bind = op.get_bind()
    slot = sa.table("slot", sa.column("id", sa.Uuid()), sa.column("held"), sa.column("confirmed"))
    night = sa.table("referral_night", sa.column("referral_id", sa.Uuid()), sa.column("slot_id", sa.Uuid()))
    referral = sa.table("referral", sa.column("id", sa.Uuid()), sa.column("state"))
    for count, states in ((slot.c.held, ("requested", "accepted")), (slot.c.confirmed, ("booked",))):
        taken = sa.select(sa.func.count()).select_from(night.join(referral, referral.c.id == night.c.referral_id))
        of_slot = taken.where(night.c.slot_id == slot.c.id, referral.c.state.in_(states)).scalar_subquery()
        concerned = slot.c.id.in_(sa.select(night.c.slot_id))
        bind.execute(slot.update().where(concerned).values({count.name: count - of_slot}))


def downgrade() -> None:
    _give_beds_back()
    with op.batch_alter_table("referral") as batch:
        batch.drop_index(op.f("ix_referral_continues_id"))
        batch.drop_constraint(op.f("fk_referral_continues_id_referral"), type_="foreignkey")
        for column in ("continues_id", "pays_beyond", "stay_ends_at"):
            batch.drop_column(column)
    op.drop_table("home_care")
    op.drop_table("referral_night")
    op.drop_table("charge_night")
    for table in ("charge", "statement_line"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("price_extra")
