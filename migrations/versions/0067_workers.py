"""Workers of members are records: whom visits named by a text is carried over, once for each member and name."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from portal.core.ids import new_id

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

SEOUL = ZoneInfo("Asia/Seoul")
VISIT = sa.table(
    "visit",
    sa.column("organisation_id", sa.Uuid),
    sa.column("referral_id", sa.Uuid),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("worker_name", sa.String),
    sa.column("worker_id", sa.Uuid),
)
REFERRAL = sa.table("referral", sa.column("id", sa.Uuid), sa.column("service_id", sa.Uuid))
WORKER = sa.table(
    "worker",
    sa.column("id", sa.Uuid),
    sa.column("organisation_id", sa.Uuid),
    sa.column("name", sa.String),
    sa.column("door_name", sa.String),
    sa.column("sex", sa.String),
    sa.column("languages", sa.JSON),
    sa.column("starts_on", sa.Date),
    sa.column("is_carried_over", sa.Boolean),
    sa.column("entered_at", sa.DateTime(timezone=True)),
)
SERVICE = sa.table("worker_service", sa.column("worker_id", sa.Uuid), sa.column("service_id", sa.Uuid))


def upgrade() -> None:
    make_tables()
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("worker_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_visit_worker_id_worker"), "worker", ["worker_id"], ["id"])
        batch.create_index(op.f("ix_visit_worker_id"), ["worker_id"])
    carry_over()
    with op.batch_alter_table("visit") as batch:
        batch.drop_column("worker_name")


def make_tables() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("door_name", sa.String(50), nullable=False),
        sa.Column("sex", sa.String(32), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("photo_name", sa.String(120), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_carried_over", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_worker_term")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_worker_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_index("ix_worker_organisation_id_name", "worker", ["organisation_id", "name"])
    op.create_table(
        "worker_service",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_service_worker_id_worker")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_worker_service_service_id_service")),
        sa.PrimaryKeyConstraint("worker_id", "service_id", name=op.f("pk_worker_service")),
    )
    op.create_index(op.f("ix_worker_service_service_id"), "worker_service", ["service_id"])
    op.create_table(
        "worker_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_on >= done_on", name=op.f("ck_worker_check_term")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_check_worker_id_worker")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_worker_check_entered_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_check")),
    )
    op.create_index("ix_worker_check_worker_id", "worker_check", ["worker_id", "kind", "expires_on"])


def carry_over() -> None:
    """One worker for each member and name, who does what they did on visits, since the first of them."""
    connection = op.get_bind()
    workers = list(named_workers(connection))
    if not workers:
        return
    connection.execute(WORKER.insert(), workers)
    for worker in workers:
        same = (VISIT.c.organisation_id == worker["organisation_id"], VISIT.c.worker_name == worker["name"])
        connection.execute(VISIT.update().where(*same).values(worker_id=worker["id"]))
    done = sa.select(VISIT.c.worker_id, REFERRAL.c.service_id).join_from(
        VISIT, REFERRAL, REFERRAL.c.id == VISIT.c.referral_id
    )
    of_workers = done.where(VISIT.c.worker_id.is_not(None)).distinct()
    connection.execute(SERVICE.insert().from_select(["worker_id", "service_id"], of_workers))


def named_workers(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    first = sa.func.min(VISIT.c.starts_at, type_=sa.DateTime(timezone=True))
    named = sa.select(VISIT.c.organisation_id, VISIT.c.worker_name, first).where(VISIT.c.worker_name != "")
    organisation_id: UUID
    for organisation_id, name, starts_at in connection.execute(named.group_by(*named.selected_columns[:2])):
        moment = starts_at.replace(tzinfo=UTC) if starts_at.tzinfo is None else starts_at
        yield {
            "id": new_id(),
            "organisation_id": organisation_id,
            "name": name,
            "door_name": name,
            "sex": "unanswered",
            "languages": [],
            "starts_on": moment.astimezone(SEOUL).date(),
            "is_carried_over": True,
            "entered_at": now,
        }


def downgrade() -> None:
    """Visits name their workers by a text again; what else was known of the workers is gone."""
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("worker_name", sa.String(50), nullable=False, server_default=""))
    name = sa.select(WORKER.c.name).where(WORKER.c.id == VISIT.c.worker_id).scalar_subquery()
    op.execute(VISIT.update().where(VISIT.c.worker_id.is_not(None)).values(worker_name=name))
    with op.batch_alter_table("visit") as batch:
        batch.alter_column("worker_name", server_default=None)
        batch.drop_index(op.f("ix_visit_worker_id"))
        batch.drop_constraint(op.f("fk_visit_worker_id_worker"), type_="foreignkey")
        batch.drop_column("worker_id")
    op.drop_table("worker_check")
    op.drop_table("worker_service")
    op.drop_table("worker")
