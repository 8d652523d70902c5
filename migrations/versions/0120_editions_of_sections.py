"""Sections of manuals have editions of their own; no two manuals bear one document number."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

MANUAL = sa.table("manual", sa.column("id", sa.Uuid()), sa.column("document_number"))
EDITION = sa.table(
    "manual_edition",
    sa.column("id", sa.Uuid()),
    sa.column("manual_id", sa.Uuid()),
    sa.column("number"),
    sa.column("state"),
)
SECTION = sa.table(
    "manual_section",
    *(sa.column(name, sa.Uuid()) for name in ("id", "edition_id")),
    *(sa.column(name) for name in ("kind", "heading", "body", "number")),
)
SAID = ("position", "name", "who", "action", "time_limit", "form", "required")
STEP = sa.table("manual_step", sa.column("section_id", sa.Uuid()), *(sa.column(name) for name in SAID))
ISSUED = ("scheduled", "published", "superseded", "called_off")


def upgrade() -> None:
    with op.batch_alter_table("manual_section") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    _number_sections()
    with op.batch_alter_table("manual_section") as batch:
        batch.alter_column("number", server_default=None)
    _part_numbers()
    op.create_index("uq_manual_document_number", "manual", ["document_number"], unique=True)


def _number_sections() -> None:
    """Edition by edition; what is in the making has the numbers of what it began with."""
    db = op.get_bind()
    rows = sa.select(SECTION, EDITION.c.manual_id, EDITION.c.state).join(EDITION, EDITION.c.id == SECTION.c.edition_id)
    steps: dict[Any, list[tuple[Any, ...]]] = {}
    for step in db.execute(sa.select(STEP).order_by(STEP.c.section_id, STEP.c.position)):
        steps.setdefault(step.section_id, []).append(tuple(step)[1:])
    before: dict[tuple[Any, str], tuple[int, Any]] = {}
    for row in db.execute(rows.order_by(EDITION.c.manual_id, EDITION.c.number)).all():
        place, said = (row.manual_id, row.kind), (row.heading, row.body, steps.get(row.id, []))
        number, earlier = before.get(place, (0, None))
        if row.state in ISSUED:
            number += said != earlier
            before[place] = (number, said)
        if number > 1:
            db.execute(sa.update(SECTION).where(SECTION.c.id == row.id).values(number=number))


def _part_numbers() -> None:
    """Of manuals with one number the first keeps it; the others, whose digests will not hold, get one that tells so."""
    db = op.get_bind()
    seen = set[str]()
    for manual in db.execute(sa.select(MANUAL).order_by(MANUAL.c.id)).all():
        number, place = manual.document_number, 1
        while number in seen:
            place += 1
            number = f"{manual.document_number[:28]}-{place}"
        seen.add(number)
        if number != manual.document_number:
            db.execute(sa.update(MANUAL).where(MANUAL.c.id == manual.id).values(document_number=number))


def downgrade() -> None:
    op.drop_index("uq_manual_document_number", "manual")
    with op.batch_alter_table("manual_section") as batch:
        batch.drop_column("number")
