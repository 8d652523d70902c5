"""Faults of suppliers are kept with their beginning and end."""

import sqlalchemy as sa
from alembic import op

from portal.core.ids import new_id

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SUPPLIER = sa.table(
    "device_supplier",
    sa.column("id", sa.Uuid()),
    sa.column("fault_since", MOMENT),
    sa.column("ended_at", MOMENT),
)
GOES_ON = sa.text("ended_at IS NULL")


def upgrade() -> None:
    fault = op.create_table(
        "supplier_fault",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("ended_at >= began_at", name=op.f("ck_supplier_fault_order")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["device_supplier.id"], name=op.f("fk_supplier_fault_supplier_id_device_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_fault")),
    )
    op.create_index(
        "uq_supplier_fault_supplier_id",
        "supplier_fault",
        ["supplier_id"],
        unique=True,
        sqlite_where=GOES_ON,
        postgresql_where=GOES_ON,
    )
    op.create_index("ix_supplier_fault_supplier_id_began_at", "supplier_fault", ["supplier_id", "began_at"])
    failing = sa.select(SUPPLIER).where(SUPPLIER.c.fault_since.is_not(None))
    for row in op.get_bind().execute(failing).all():
        op.execute(
            sa.insert(fault).values(id=new_id(), supplier_id=row.id, began_at=row.fault_since, ended_at=row.ended_at)
        )


def downgrade() -> None:
    op.drop_table("supplier_fault")
