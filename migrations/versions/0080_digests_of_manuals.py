"""An issued edition of a manual carries the digest of what was issued, and who issued it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

STEP = ("position", "name", "who", "action", "time_limit", "form", "required")
TIMES = ("created_at", "reviewed_at", "published_at")


def upgrade() -> None:
    with op.batch_alter_table("manual_edition") as table:
        for name, length in (("organisation", 100), ("digest", 64)):
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
    with op.batch_alter_table("manual_edition") as table:
        for name in ("organisation", "digest"):
            table.alter_column(name, server_default=None)
    _seal(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("manual_edition") as table:
        for name in ("digest", "organisation"):
            table.drop_column(name)


def _seal(connection: sa.Connection) -> None:
    """Give the editions that were issued before their digest."""
    metadata = sa.MetaData()
    names = ("manual", "manual_edition", "manual_section", "manual_step")
    manual, edition, section, step = (sa.Table(name, metadata, autoload_with=connection) for name in names)
    issued = sa.select(edition, manual.c.code, manual.c.title, manual.c.document_number)
    issued = issued.join(manual, manual.c.id == edition.c.manual_id).where(edition.c.published_at.is_not(None))
    for row in connection.execute(issued).mappings().all():
        parts = connection.execute(
            sa.select(section).where(section.c.edition_id == row["id"]).order_by(section.c.position)
        )
        sections = [_section(connection, step, part) for part in parts.mappings().all()]
        digest = _digest(row, sections)
        connection.execute(edition.update().where(edition.c.id == row["id"]).values(digest=digest))


def _section(connection: sa.Connection, step: sa.Table, part: Any) -> dict[str, object]:
    steps = connection.execute(sa.select(step).where(step.c.section_id == part["id"]).order_by(step.c.position))
    return {
        **{name: part[name] for name in ("kind", "position", "heading", "body")},
        "steps": [
            {name: bool(each[name]) if name == "required" else each[name] for name in STEP} for each in steps.mappings()
        ],
    }


def _digest(row: Any, sections: list[dict[str, object]]) -> str:
    created, reviewed, published = (_moment(row[name]) for name in TIMES)
    day = row["effective_on"]
    content = {
        **{name: row[name] for name in ("title", "document_number", "number", "size", "change_note", "organisation")},
        "manual": row["code"],
        "effective_on": day if isinstance(day, str) else day.isoformat() if day else "",
        "author": [row["author_name"], created],
        "reviewer": [row["reviewer_name"], reviewed],
        "approver": [row["approver_name"], published],
        "sections": sections,
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _moment(value: datetime | str | None) -> str:
    """UTC, whatever the database hands out."""
    if value is None:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
