"""One history for all courses, and states tied to their times.

The steps of referrals and statements move into the one table. For what no steps were kept of, the life of a household
is told from what its rows and the audit say.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = {
    "bank_account": {
        "confirmed": "state NOT IN ('current', 'replaced') OR decided_by_id IS NOT NULL",
        "second_person": "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
    },
    "cap_override": {
        "amount": "amount > 0",
        "second_person": "decided_by_id IS NULL OR decided_by_id <> requested_by_id",
    },
    "programme_edition": {"term": "ends_on IS NULL OR ends_on >= starts_on"},
    "statement": {
        "approved": "state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL",
        "parts": "amount = own_share + support",
        "second_person": "approved_by_id IS NULL OR approved_by_id <> drawn_by_id",
    },
    "visit": {"in_out": "left_at IS NULL OR left_at >= arrived_at"},
}
"""Checks that a table has already: SQLite makes it anew and needs to be told."""

NEW = {
    "application": {"decided": "(state = 'received') = (decided_at IS NULL)"},
    "bank_account": {"decided": "(state = 'proposed') = (decided_at IS NULL)"},
    "cap_override": {"decided": "(state IN ('granted', 'refused')) = (decided_at IS NOT NULL)"},
    "care_case": {
        "closed": "(state = 'closed') = (closed_at IS NOT NULL)",
        "on_hold": "(state = 'on_hold') = (state_before_hold IS NOT NULL)",
    },
    "care_plan": {"agreed": "state = 'ended' OR (state = 'draft') = (agreed_at IS NULL)"},
    "manual_edition": {"published": "(state IN ('published', 'superseded')) = (published_at IS NOT NULL)"},
    "meeting": {"closed": "(state = 'closed') = (closed_at IS NOT NULL)"},
    "programme_edition": {"published": "(state = 'published') = (published_at IS NOT NULL)"},
    "referral": {"ended": "(state IN ('requested', 'accepted', 'booked', 'on_hold')) = (ended_at IS NULL)"},
    "statement": {
        "approved_at": "(state IN ('approved', 'paid')) = (approved_at IS NOT NULL)",
        "checked": "(state = 'draft') = (checked_at IS NULL)",
        "paid": "(state = 'paid') = (paid_at IS NOT NULL)",
        "submitted": "(state IN ('draft', 'checked')) = (submitted_at IS NULL)",
    },
    "visit": {"recorded": "(state IN ('done', 'nobody_home', 'provider_absent')) = (recorded_at IS NOT NULL)"},
    "worry": {"handled": "(state = 'reported') = (handled_at IS NULL)"},
}

STEP = sa.table(
    "step",
    *(sa.column(name, sa.Uuid()) for name in ("id", "thing_id", "household_id", "by_id")),
    *(sa.column(name, sa.String()) for name in ("kind", "verb", "before", "after", "note", "by_name")),
    sa.column("at", sa.DateTime(timezone=True)),
)
AT_ONCE = 5_000


def upgrade() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("before", sa.String(32), nullable=True),
        sa.Column("after", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    carry_steps_over()
    tell_what_rows_say()
    op.create_index("ix_step_thing_id", "step", ["thing_id", "kind"])
    op.create_index("ix_step_household_id_at", "step", ["household_id", "at"])
    op.drop_table("referral_step")
    op.drop_table("statement_step")
    for table, checks in NEW.items():
        with made_anew(table) as change:
            for name, condition in checks.items():
                change.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def downgrade() -> None:
    for table, checks in NEW.items():
        if op.get_bind().dialect.name == "sqlite":
            with made_anew(table, always=True):
                continue
        for name in checks:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    make_referral_step()
    make_statement_step()
    op.execute(
        "INSERT INTO referral_step (id, referral_id, at, actor_id, actor_name, verb, from_state, to_state, note) "
        "SELECT id, thing_id, at, by_id, by_name, CASE verb WHEN 'request' THEN NULL ELSE verb END, before, after, "
        "substr(note, 1, 500) FROM step WHERE kind = 'referral'"
    )
    op.execute(
        "INSERT INTO statement_step (id, statement_id, verb, state, note, by_id, by_name, at) "
        "SELECT id, thing_id, verb, after, substr(note, 1, 300), by_id, by_name, at FROM step WHERE kind = 'statement'"
    )
    op.drop_table("step")


@contextmanager
def made_anew(table: str, *, always: bool = False) -> Iterator[Any]:
    """Change the checks of a table; SQLite copies it, with the checks that it had."""
    kept = (sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}")) for name, text in KEPT.get(table, {}).items())
    with op.batch_alter_table(table, table_args=tuple(kept), recreate="always" if always else "auto") as change:
        yield change


def carry_steps_over() -> None:
    op.execute(
        "INSERT INTO step (id, kind, thing_id, household_id, verb, before, after, note, by_id, by_name, at) "
        "SELECT taken.id, 'referral', referral_id, household_id, COALESCE(verb, 'request'), from_state, to_state, "
        "note, actor_id, actor_name, at FROM referral_step taken JOIN referral ON referral.id = referral_id"
    )
    op.execute(
        "INSERT INTO step (id, kind, thing_id, verb, before, after, note, by_id, by_name, at) "
        "SELECT id, 'statement', statement_id, verb, LAG(state) OVER (PARTITION BY statement_id ORDER BY at, id), "
        "state, note, by_id, by_name, at FROM statement_step"
    )


TOLD = {
    "application": """
        SELECT a.id AS thing_id, household_id, 'submit' AS verb, NULL AS before, 'received' AS after, '' AS note,
        entered_by_id AS by_id, received_at AS at FROM application a""",
    "application decided": """
        SELECT a.id AS thing_id, household_id,
        CASE state WHEN 'paired' THEN 'pair' WHEN 'withdrawn' THEN 'withdraw' ELSE 'refuse' END AS verb,
        'received' AS before, state AS after, decision_note AS note, NULL AS by_id, decided_at AS at
        FROM application a WHERE decided_at IS NOT NULL""",
    "case": """
        SELECT case_id AS thing_id, household_id, 'paired' AS after, NULL AS before, CASE WHEN started_at =
        (SELECT MIN(started_at) FROM pairing q WHERE q.case_id = p.case_id) THEN 'pair' ELSE 'hand_over' END AS verb,
        CASE WHEN handover_note <> '' THEN handover_note ELSE reason END AS note,
        paired_by_id AS by_id, started_at AS at FROM pairing p""",
    "case closed": """
        SELECT c.id AS thing_id, household_id, 'close' AS verb, NULL AS before, 'closed' AS after,
        closure_note AS note, NULL AS by_id, closed_at AS at FROM care_case c WHERE closed_at IS NOT NULL""",
    "plan": """
        SELECT p.id AS thing_id, household_id, 'draft' AS verb, NULL AS before, 'draft' AS after, '' AS note,
        written_by_id AS by_id, written_at AS at FROM care_plan p JOIN care_case c ON c.id = p.case_id""",
    "plan agreed": """
        SELECT p.id AS thing_id, household_id, 'agree' AS verb, 'draft' AS before, 'agreed' AS after, '' AS note,
        written_by_id AS by_id, agreed_at AS at FROM care_plan p JOIN care_case c ON c.id = p.case_id
        WHERE agreed_at IS NOT NULL""",
    "visit": """
        SELECT id AS thing_id, household_id, 'book' AS verb, NULL AS before, 'booked' AS after, '' AS note,
        NULL AS by_id, booked_at AS at FROM visit""",
    "visit recorded": """
        SELECT id AS thing_id, household_id, 'record_' || state AS verb,
        'booked' AS before, state AS after, '' AS note, recorded_by_id AS by_id, recorded_at AS at
        FROM visit WHERE recorded_at IS NOT NULL""",
}


def tell_what_rows_say() -> None:
    """Steps of what was kept without any: who is named where the row says it."""
    connection = op.get_bind()
    users = connection.execute(sa.text('SELECT id, name FROM "user"').columns(id=sa.Uuid()))
    names: dict[UUID | None, str] = {user.id: user.name for user in users}
    numbers = count()
    for kind, query in TOLD.items():
        told = sa.text(query).columns(thing_id=sa.Uuid(), household_id=sa.Uuid(), by_id=sa.Uuid(), at=STEP.c.at.type)
        rows = connection.execute(told).mappings()
        while some := rows.fetchmany(AT_ONCE):
            found = [{**row, "kind": kind.split(" ")[0], "by_name": names.get(row["by_id"], "")} for row in some]
            connection.execute(sa.insert(STEP), [{"id": id_at(row["at"], numbers), **row} for row in found])
    tell_holds(connection, numbers)


def tell_holds(connection: sa.Connection, numbers: "count[int]") -> None:
    """Holds and their ends, which the audit alone remembered."""
    entries = sa.text(
        "SELECT subject_id, details, actor_id, actor_name, at FROM audit_entry WHERE event = 'case.stepped'"
    ).columns(subject_id=sa.Uuid(), details=sa.JSON(), actor_id=sa.Uuid(), at=STEP.c.at.type)
    steps = []
    for entry in connection.execute(entries):
        before, after, case = (entry.details.get(name) for name in ("before", "after", "case"))
        if "on_hold" in (before, after) and case:
            steps.append(
                {
                    "id": id_at(entry.at, numbers),
                    "kind": "case",
                    "thing_id": UUID(case),
                    "household_id": entry.subject_id,
                    "verb": "hold" if after == "on_hold" else "resume",
                    "before": before,
                    "after": after,
                    "note": "",
                    "by_id": entry.actor_id,
                    "by_name": entry.actor_name,
                    "at": entry.at,
                }
            )
    if steps:
        connection.execute(sa.insert(STEP), steps)


def id_at(at: Any, numbers: "count[int]") -> UUID:
    """An identifier of version 7 of that moment; of those of one moment the later made is the greater."""
    return UUID(int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62 | next(numbers))


def make_referral_step() -> None:
    op.create_table(
        "referral_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(50), nullable=False),
        sa.Column("verb", sa.String(32), nullable=True),
        sa.Column("from_state", sa.String(32), nullable=True),
        sa.Column("to_state", sa.String(32), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_step_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_step")),
    )
    op.create_index("ix_referral_step_referral_id", "referral_step", ["referral_id"])


def make_statement_step() -> None:
    op.create_table(
        "statement_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_statement_step_by_id_user")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_step_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_step")),
    )
    op.create_index("ix_statement_step_statement_id", "statement_step", ["statement_id", "at"])
