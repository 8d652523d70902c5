"""Seats know by what they were asked, experts are asked by themselves, tasks know whose seat they are of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None

OF_SEAT = "fk_meeting_action_owner_seat_id_meeting_attendee"
SEAT = sa.table(
    "meeting_attendee",
    *(sa.column(name) for name in ("meeting_id", "user_id", "position", "organisation", "asked_as")),
    sa.column("asked_id", sa.Uuid()),
)
MEETING = sa.table("meeting", sa.column("id"), sa.column("state"))
MEMBER = sa.table("organisation", sa.column("id", sa.Uuid()), sa.column("name"))
PLANNED = SEAT.c.meeting_id.in_(sa.select(MEETING.c.id).where(MEETING.c.state == "planned"))
OF_LEAD = {"사무국": "office", "돌봄코디네이터": "coordinators"}
OF_MEMBER = {"담당자": "member_staff", "대표": "member_heads"}
"""By the position that the portal itself wrote down."""
CHARTER = sa.table("meeting_charter", sa.column("id", sa.Uuid()), sa.column("kind"), sa.column("asked", sa.JSON()))
OWN_SEAT = """
UPDATE meeting_action SET owner_seat_id = (
    SELECT seat.id FROM meeting_attendee seat
    WHERE seat.meeting_id = meeting_action.meeting_id AND seat.user_id IS NULL
    AND substr(seat.name || ' (' || seat.organisation || ')', 1, 100) = meeting_action.owner_name
    ORDER BY seat.position_number LIMIT 1
)
WHERE owner_id IS NULL AND meeting_id IN (SELECT id FROM meeting WHERE state IN ('planned', 'under_way'))
"""


def upgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.add_column(sa.Column("named_as", sa.String(50), nullable=False, server_default=""))
        batch.add_column(sa.Column("asked_as", sa.String(32), nullable=True))
        batch.add_column(sa.Column("asked_id", sa.Uuid(), nullable=True))
        batch.create_index(op.f("ix_meeting_attendee_asked_id"), ["asked_id"])
    for position, asked in OF_LEAD.items():
        of_lead = PLANNED & SEAT.c.user_id.is_not(None) & (SEAT.c.position == position)
        op.execute(sa.update(SEAT).values(asked_as=asked).where(of_lead))
    one_of_a_name = sa.select(MEMBER.c.name).group_by(MEMBER.c.name).having(sa.func.count() == 1)
    member = sa.select(MEMBER.c.id).where(MEMBER.c.name == SEAT.c.organisation).correlate(SEAT).scalar_subquery()
    for position, asked in OF_MEMBER.items():
        of_member = PLANNED & (SEAT.c.position == position) & SEAT.c.organisation.in_(one_of_a_name)
        op.execute(sa.update(SEAT).values(asked_as=asked, asked_id=member).where(of_member))
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.alter_column("named_as", server_default=None)
    with op.batch_alter_table("meeting_action") as batch:
        batch.add_column(sa.Column("owner_seat_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f(OF_SEAT), "meeting_attendee", ["owner_seat_id"], ["id"], ondelete="SET NULL")
    op.execute(OWN_SEAT)
    for charter in _charters(CHARTER.c.kind == "advisory"):
        _ask(charter.id, [*charter.asked, "experts"])
    with op.batch_alter_table("expert") as batch:
        batch.add_column(sa.Column("email", sa.String(254), nullable=False, server_default=""))
        batch.add_column(sa.Column("phone", sa.String(16), nullable=False, server_default=""))
        batch.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
    with op.batch_alter_table("expert") as batch:
        batch.alter_column("email", server_default=None)
        batch.alter_column("phone", server_default=None)
        batch.create_check_constraint(op.f("ck_expert_asked"), "(asked_on IS NULL) = (email = '' AND phone = '')")


def _ask(charter_id: UUID, asked: list[str]) -> None:
    op.execute(sa.update(CHARTER).values(asked=asked).where(CHARTER.c.id == charter_id))


def _charters(*of_kind: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    return op.get_bind().execute(sa.select(CHARTER).where(*of_kind)).all()


def downgrade() -> None:
    for charter in _charters():
        _ask(charter.id, [each for each in charter.asked if each != "experts"])
    with op.batch_alter_table("expert") as batch:
        batch.drop_constraint(op.f("ck_expert_asked"), type_="check")
        for name in ("asked_on", "phone", "email"):
            batch.drop_column(name)
    with op.batch_alter_table("meeting_action") as batch:
        batch.drop_constraint(op.f(OF_SEAT), type_="foreignkey")
        batch.drop_column("owner_seat_id")
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.drop_index(op.f("ix_meeting_attendee_asked_id"))
        for name in ("asked_id", "asked_as", "named_as"):
            batch.drop_column(name)
