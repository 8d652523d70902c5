"""Who came late, left early, sat for somebody or votes for them; decisions to look at again; points carried over."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

SEAT, ITEM = "meeting_attendee", "agenda_item"
HOLDER = "fk_meeting_attendee_proxy_holder_id_meeting_attendee"
CHECKS = {"stand_in": "(presence = 'deputy') = (stand_in <> '')", "proxy": "proxy_holder_id <> id"}
NOT_SPOKEN_ABOUT = "지난 회의에서 다루지 못한 안건입니다."


def upgrade() -> None:
    op.add_column("meeting", sa.Column("proxies", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("meeting_charter", sa.Column("proxies", sa.Integer(), nullable=False, server_default="1"))
    op.add_column(ITEM, sa.Column("left_over", sa.String(32), nullable=True))
    op.add_column("decision", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("decision", sa.Column("review_on", sa.Date(), nullable=True))
    op.create_index("ix_decision_review_on", "decision", ["review_on"])
    with op.batch_alter_table(SEAT) as table:
        table.add_column(sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("stand_in", sa.String(50), nullable=False, server_default=""))
        table.add_column(sa.Column("proxy_holder_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table(SEAT) as table:
        table.alter_column("stand_in", server_default=None)
        table.create_index("ix_meeting_attendee_proxy_holder_id", ["proxy_holder_id"])
        table.create_foreign_key(HOLDER, SEAT, ["proxy_holder_id"], ["id"], ondelete="SET NULL")
        for name, check in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_{SEAT}_{name}"), check)
    for name in ("meeting", "meeting_charter"):
        with op.batch_alter_table(name) as table:
            table.alter_column("proxies", server_default=None)
    with op.batch_alter_table("meeting_charter") as table:
        table.create_check_constraint(op.f("ck_meeting_charter_proxies"), "proxies >= 0")
    _let_wait()


def downgrade() -> None:
    seat = sa.table(SEAT, sa.column("presence"), sa.column("stand_in"))
    op.execute(sa.update(seat).where(seat.c.presence == "deputy").values(presence="attended", stand_in=""))
    op.execute(sa.update(seat).where(seat.c.presence == "excused").values(presence="absent"))
    with op.batch_alter_table("meeting_charter") as table:
        table.drop_constraint(op.f("ck_meeting_charter_proxies"), type_="check")
        table.drop_column("proxies")
    with op.batch_alter_table(SEAT) as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_{SEAT}_{name}"), type_="check")
        table.drop_constraint(HOLDER, type_="foreignkey")
        table.drop_index("ix_meeting_attendee_proxy_holder_id")
        for name in ("arrived_at", "left_at", "stand_in", "proxy_holder_id"):
            table.drop_column(name)
    op.drop_index("ix_decision_review_on", "decision")
    for table_name, name in (
        ("decision", "review_on"),
        ("decision", "decided_at"),
        (ITEM, "left_over"),
        ("meeting", "proxies"),
    ):
        with op.batch_alter_table(table_name) as table:
            table.drop_column(name)


def _let_wait() -> None:
    """What closed meetings did not come to waits for the next one, as far as none has taken it up since."""
    connection = op.get_bind()
    meeting = sa.table("meeting", *map(sa.column, ("id", "kind", "state", "number", "closed_at")))
    item = sa.table(
        ITEM,
        sa.column("id", sa.Uuid()),
        sa.column("meeting_id", sa.Uuid()),
        *map(sa.column, ("title", "presenter", "note", "discussion", "source_kind", "is_standing")),
        sa.column("source_id", sa.Uuid()),
    )
    proposal = sa.table(
        "agenda_proposal",
        sa.column("id", sa.Uuid()),
        sa.column("item_id", sa.Uuid()),
        *map(sa.column, ("kind", "title", "reason", "proposed_by", "proposed_at", "source_kind")),
        sa.column("source_id", sa.Uuid()),
    )
    written = (sa.table("decision", sa.column("item_id")), sa.table("meeting_action", sa.column("item_id")))
    left = (
        sa.select(item, meeting.c.kind, meeting.c.closed_at)
        .join(meeting, meeting.c.id == item.c.meeting_id)
        .where(meeting.c.state == "closed", item.c.is_standing.is_(sa.false()), sa.func.trim(item.c.discussion) == "")
        .where(*(~sa.exists().where(each.c.item_id == item.c.id) for each in written))
        .order_by(meeting.c.closed_at, item.c.id)
    )
    for row in connection.execute(left).all():
        if row.source_kind == "agenda_proposal":
            later = sa.select(meeting.c.id).join(item, item.c.meeting_id == meeting.c.id)
            later = later.where(item.c.source_id == row.source_id, item.c.id > row.id, meeting.c.state != "cancelled")
            if connection.execute(later).first() is None:
                waits = sa.update(proposal).where(proposal.c.id == row.source_id, proposal.c.item_id == row.id)
                connection.execute(waits.values(item_id=None))
        elif _is_last(connection, meeting, row.meeting_id, row.kind):
            connection.execute(
                proposal.insert().values(
                    id=uuid.uuid4(),
                    kind=row.kind,
                    title=row.title,
                    reason=f"{NOT_SPOKEN_ABOUT}\n{row.note}".strip(),
                    proposed_by=row.presenter or "지난 회의",
                    proposed_at=row.closed_at,
                    source_kind=row.source_kind,
                    source_id=row.source_id,
                )
            )


def _is_last(connection: sa.Connection, meeting: sa.TableClause, meeting_id: uuid.UUID, kind: str) -> bool:
    """Whether no meeting of the kind was closed or planned since: those that were took over what it had left."""
    of_kind = sa.select(sa.func.max(meeting.c.number)).where(meeting.c.kind == kind)
    planned = sa.select(meeting.c.id).where(meeting.c.kind == kind, meeting.c.state == "planned")
    own = sa.select(meeting.c.number).where(meeting.c.id == meeting_id)
    is_newest = connection.scalar(own) == connection.scalar(of_kind)
    return is_newest and connection.execute(planned).first() is None
