"""What is sensitive lies encrypted, bound to table, column and row; the old form of two secrets becomes the same."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from portal.db.keyring import keyring

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TEXT, JSON, S200, S300, S500 = sa.Text(), sa.JSON(), sa.String(200), sa.String(300), sa.String(500)
SEALED: dict[str, dict[str, Any]] = {
    "application": {"own_words": TEXT, "decision_note": S500},
    "application_draft": {"answers": JSON},
    "assessment": {"summary": TEXT},
    "bank_account": {"reason": S300, "decision_note": S300},
    "booking_break": {"kept_reason": S300},
    "cap_entry": {"reason": S300},
    "cap_override": {"reason": S500, "decision_note": S500},
    "care_case": {"hold_reason": S300, "closure_note": TEXT},
    "care_plan": {"aim": S500},
    "care_request": {"words": TEXT, "answer": TEXT},
    "charge": {"reason": S300},
    "contact": {"note": TEXT},
    "eligibility_check": {"conditions": JSON},
    "fact_change": {"before": JSON, "after": JSON, "reason": S300},
    "household": {"entry_note": S300},
    "letter": {"words": TEXT},
    "outbox_message": {"body": TEXT},
    "pairing": {"reason": S300, "handover_note": TEXT},
    "payer_choice": {"reason": S300},
    "person": {"note": TEXT},
    "plan_line": {"need": S200, "goal": S200},
    "referral": {"note_for_provider": S500},
    "resemblance": {"reason": S300, "carried": JSON},
    "statement_dispute": {"reason": S500, "settlement_note": S500},
    "step": {"note": TEXT},
    "visit": {"move_wish": S200, "notes": TEXT, "feedback": TEXT},
    "visit_step": {"note": S200},
    "worry": {"whereabouts": S200, "what": TEXT, "outcome": S500},
}
"""Each column with what it was before."""

EMPTY_JSON = {"answers": "{}", "conditions": "[]", "before": "{}", "after": "{}", "carried": "{}"}
AT_ONCE = 500
NONCE_BYTES = 12


def upgrade() -> None:
    for table, columns in SEALED.items():
        _change_types(table, {name: (before, TEXT) for name, before in columns.items() if before is not TEXT})
        for name in columns:
            _rewrite(table, name, lambda kept, place, row_id: keyring().seal(kept, place, row_id))
    with op.batch_alter_table("bank_account") as batch:
        batch.add_column(sa.Column("account_number", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("secret", sa.Text()))
    _move("bank_account", "sealed_number", "account_number", _opened_before, "bank_account.account_number")
    _move("user", "authenticator_secret", "secret", _opened_before, "user.authenticator_secret")
    with op.batch_alter_table("bank_account") as batch:
        batch.alter_column("account_number", server_default=None)
        batch.drop_column("sealed_number")
    with op.batch_alter_table("user") as batch:
        batch.drop_column("authenticator_secret")
    with op.batch_alter_table("user") as batch:
        batch.alter_column("secret", new_column_name="authenticator_secret", existing_type=TEXT)


def downgrade() -> None:
    for table, columns in SEALED.items():
        for name in columns:
            _rewrite(table, name, lambda kept, place, row_id: keyring().open(kept, place, row_id))
        for name in columns.keys() & EMPTY_JSON.keys():
            rows = sa.table(table, sa.column(name, TEXT))
            op.execute(sa.update(rows).where(rows.c[name] == "").values({name: EMPTY_JSON[name]}))
        _change_types(table, {name: (TEXT, before) for name, before in columns.items() if before is not TEXT})
    with op.batch_alter_table("bank_account") as batch:
        batch.add_column(sa.Column("sealed_number", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("secret", sa.LargeBinary()))
    _move_back("bank_account", "account_number", "sealed_number")
    _move_back("user", "authenticator_secret", "secret")
    with op.batch_alter_table("bank_account") as batch:
        batch.alter_column("sealed_number", server_default=None)
        batch.drop_column("account_number")
    with op.batch_alter_table("user") as batch:
        batch.drop_column("authenticator_secret")
    with op.batch_alter_table("user") as batch:
        batch.alter_column("secret", new_column_name="authenticator_secret", existing_type=sa.LargeBinary())


def _change_types(table: str, changes: dict[str, tuple[Any, Any]]) -> None:
    if not changes:
        return
    with op.batch_alter_table(table) as batch:
        for name, (before, after) in changes.items():
            using = f'"{name}"::{"json" if after is JSON else "text"}' if JSON in (before, after) else None
            batch.alter_column(name, existing_type=before, type_=after, postgresql_using=using)


def _rows(table: str, name: str, kind: Any) -> Iterator[Sequence[sa.Row[UUID, Any]]]:
    """Every row with its id, in the order of the ids, a few hundred at a time."""
    rows = sa.table(table, sa.column("id", sa.Uuid()), sa.column(name, kind))
    last = UUID(int=0)
    while True:
        asked = sa.select(rows.c.id, rows.c[name]).where(rows.c.id > last).order_by(rows.c.id).limit(AT_ONCE)
        found = op.get_bind().execute(asked).all()
        if not found:
            return
        yield found
        last = found[-1][0]


def _write(table: str, name: str, kind: Any, values: list[dict[str, Any]]) -> None:
    """Many values by one statement: a portal of some years has millions."""
    rows = sa.table(table, sa.column("id", sa.Uuid()), sa.column(name, kind))
    if values:
        statement = sa.update(rows).where(rows.c.id == sa.bindparam("row_id")).values({name: sa.bindparam("value")})
        op.get_bind().execute(statement, values)


def _rewrite(table: str, name: str, change: Callable[[str, str, str], str]) -> None:
    empty = EMPTY_JSON.get(name)
    for found in _rows(table, name, TEXT):
        changed = [
            {"row_id": row_id, "value": "" if kept == empty else change(kept, f"{table}.{name}", row_id.hex)}
            for row_id, kept in found
            if kept not in (None, "", "null")
        ]
        _write(table, name, TEXT, changed)


def _move(table: str, name: str, to: str, read: Callable[[bytes, UUID], str], place: str) -> None:
    for found in _rows(table, name, sa.LargeBinary()):
        sealed = [
            {"row_id": row_id, "value": keyring().seal(read(kept, row_id), place, row_id.hex)}
            for row_id, kept in found
            if kept
        ]
        _write(table, to, TEXT, sealed)


def _move_back(table: str, name: str, to: str) -> None:
    for found in _rows(table, name, TEXT):
        sealed = [
            {"row_id": row_id, "value": _sealed_before(keyring().open(kept, f"{table}.{name}", row_id.hex), row_id)}
            for row_id, kept in found
            if kept
        ]
        _write(table, to, sa.LargeBinary(), sealed)


def _sealed_before(plain: str, row_id: UUID) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher_before().encrypt(nonce, plain.encode(), row_id.bytes)


def _opened_before(kept: bytes, row_id: UUID) -> str:
    return _cipher_before().decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], row_id.bytes).decode()


def _cipher_before() -> AESGCM:
    """By the one key that there was, which has the lowest number since."""
    keys = current_app.extensions["settings"].field_keys
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"portal fields").derive(keys[min(keys)].encode()))
