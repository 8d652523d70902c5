"""Devices, their suppliers and signals, and who is watched by them."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def key(table: str, column: str, to: str, name: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.{name}"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    suppliers()
    devices()
    watching()
    signals()


def suppliers() -> None:
    op.create_table(
        "device_supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("fault_since", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_supplier")),
    )
    op.create_index("uq_device_supplier_name", "device_supplier", ["name"], unique=True)
    op.create_table(
        "supplier_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(24), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        key("supplier_key", "supplier_id", "device_supplier"),
        key("supplier_key", "issued_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_key")),
    )
    op.create_index("uq_supplier_key_mark", "supplier_key", ["mark"], unique=True)
    op.create_index("uq_supplier_key_supplier_id_number", "supplier_key", ["supplier_id", "number"], unique=True)


def devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("serial", sa.String(64), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(50), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("installed_at", MOMENT, nullable=True),
        sa.Column("installed_by", sa.String(50), nullable=False),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.String(32), nullable=True),
        sa.Column("trouble_since", MOMENT, nullable=True),
        sa.Column("last_activity_at", MOMENT, nullable=True),
        sa.Column("last_heard_at", MOMENT, nullable=True),
        sa.Column("quiet_at", MOMENT, nullable=True),
        sa.Column("attention_hours", sa.Integer(), nullable=False),
        sa.Column("caution_hours", sa.Integer(), nullable=False),
        sa.Column("danger_hours", sa.Integer(), nullable=False),
        sa.CheckConstraint("(supplier_id IS NULL) = (kind = 'button')", name=op.f("ck_device_supplier")),
        sa.CheckConstraint(
            "state IN ('ordered', 'returned') OR supplier_id IS NULL OR serial IS NOT NULL",
            name=op.f("ck_device_serial"),
        ),
        sa.CheckConstraint(
            "attention_hours < caution_hours AND caution_hours < danger_hours", name=op.f("ck_device_hours")
        ),
        sa.CheckConstraint("(trouble IS NULL) = (trouble_since IS NULL)", name=op.f("ck_device_trouble")),
        key("device", "supplier_id", "device_supplier"),
        key("device", "household_id", "household"),
        key("device", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_index("uq_device_supplier_id_serial", "device", ["supplier_id", "serial"], unique=True)
    op.create_index("ix_device_household_id_state", "device", ["household_id", "state"])
    op.create_index(op.f("ix_device_person_id"), "device", ["person_id"])
    op.create_index("ix_device_state_supplier_id_quiet_at", "device", ["state", "supplier_id", "quiet_at"])
    op.create_index("ix_device_state_quiet_at", "device", ["state", "quiet_at"])
    op.create_table(
        "hours_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        key("hours_change", "device_id", "device"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_change")),
    )
    op.create_index("ix_hours_change_device_id_at", "hours_change", ["device_id", "at"])


def watching() -> None:
    op.create_table(
        "watch",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("counts_from", MOMENT, nullable=False),
        sa.Column("last_sign_at", MOMENT, nullable=True),
        sa.Column("attention_hours", sa.Integer(), nullable=False),
        sa.Column("weekends", sa.Boolean(), nullable=False),
        sa.Column("told", sa.String(32), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("to_call_since", MOMENT, nullable=True),
        sa.CheckConstraint("attention_hours > 0", name=op.f("ck_watch_hours")),
        key("watch", "household_id", "household"),
        key("watch", "person_id", "person"),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_watch")),
    )
    op.create_index(op.f("ix_watch_person_id"), "watch", ["person_id"])
    op.create_index("ix_watch_due_at", "watch", ["due_at"])
    op.create_index("ix_watch_to_call_since", "watch", ["to_call_since"])
    op.create_table(
        "activity_day",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signs", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        key("activity_day", "device_id", "device"),
        sa.PrimaryKeyConstraint("device_id", "day", name=op.f("pk_activity_day")),
    )
    op.create_index("ix_activity_day_day", "activity_day", ["day"])
    op.create_table(
        "quiet_time",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        key("quiet_time", "household_id", "household"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_time")),
    )
    op.create_index("ix_quiet_time_household_id_ended_at", "quiet_time", ["household_id", "ended_at"])
    op.create_index(op.f("ix_quiet_time_ended_at"), "quiet_time", ["ended_at"])
    op.create_table(
        "life_sign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        key("life_sign", "household_id", "household"),
        key("life_sign", "by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_sign")),
    )
    op.create_index("ix_life_sign_household_id_at", "life_sign", ["household_id", "at"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_by", sa.String(32), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_absence_order")),
        key("absence", "household_id", "household"),
        key("absence", "by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_household_id_ends_at", "absence", ["household_id", "ends_at"])


def signals() -> None:
    op.create_table(
        "signal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        key("signal", "supplier_id", "device_supplier"),
        key("signal", "device_id", "device"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
    )
    op.create_index("uq_signal_supplier_id_ref", "signal", ["supplier_id", "ref"], unique=True)
    op.create_index("ix_signal_device_id_at", "signal", ["device_id", "at"])
    op.create_index("ix_signal_received_at", "signal", ["received_at"])
    op.create_table(
        "apart_signal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(64), nullable=False),
        sa.Column("serial", sa.String(64), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("device_id IS NULL OR settled_at IS NOT NULL", name=op.f("ck_apart_signal_settled")),
        key("apart_signal", "supplier_id", "device_supplier"),
        key("apart_signal", "settled_by_id", "user"),
        key("apart_signal", "device_id", "device"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart_signal")),
    )
    op.create_index("uq_apart_signal_supplier_id_ref", "apart_signal", ["supplier_id", "ref"], unique=True)
    op.create_index("ix_apart_signal_settled_at_received_at", "apart_signal", ["settled_at", "received_at"])
    op.create_index(op.f("ix_apart_signal_device_id"), "apart_signal", ["device_id"])
    op.create_table(
        "supplier_request",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_supplier_request")),
    )
    op.create_index("ix_supplier_request_at", "supplier_request", ["at"])


TABLES = (
    "supplier_request",
    "apart_signal",
    "signal",
    "absence",
    "life_sign",
    "quiet_time",
    "activity_day",
    "watch",
    "hours_change",
    "device",
    "supplier_key",
    "device_supplier",
)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
