"""One-time keys of forms: the same key with the same body acts once, with another body it is refused.

Only where an answer leads is kept, never a page: pages show people.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from flask import Response, request
from flask_login import current_user
from sqlalchemy import CursorResult

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.one_time import OneTimeKey
from portal.db.transaction import refuse_slow_work
from portal.extensions import db

KEY_FIELD = "form_key"
KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_IN_FINGERPRINT = frozenset({KEY_FIELD, "csrf_token", "whose"})
F = TypeVar("F", bound=Callable[..., Any])


def repeatable(reason: str) -> Callable[[F], F]:
    """Declare that sending the form of this view twice does no harm, and why; it then needs no one-time key."""

    def mark(view: F) -> F:
        view.repeatable = reason  # type: ignore[attr-defined]
        return view

    return mark


def is_repeatable(view: Callable[..., Any]) -> bool:
    return hasattr(view, "repeatable")


def sent_key() -> str | None:
    """The one-time key of the form that was sent, where it is a proper one."""
    key = request.form.get(KEY_FIELD, "")
    return key if KEY_PATTERN.fullmatch(key) else None


def fingerprint() -> str:
    """A digest of who sent what to where; a file counts by its content."""
    digest = hashlib.sha256()
    who = str(current_user.get_id()) if current_user.is_authenticated else "anonymous"
    parts = [who, request.method, request.path]
    fields = sorted(request.form.items(multi=True))
    parts += [f"{name}={value}" for name, value in fields if name not in NOT_IN_FINGERPRINT]
    for part in parts:
        digest.update(part.encode() + b"\0")
    if request.files:
        refuse_slow_work()
    for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        digest.update(name.encode() + b"\0" + hashlib.sha256(upload.stream.read()).digest())
        upload.stream.seek(0)
    return digest.hexdigest()


def answer_once(act: Callable[[], Response]) -> Response:
    """Answer as before when the key was used for the same form, else act and keep with the act where it leads.

    An answer that leads nowhere has changed nothing: whatever it wrote is taken back, and its key stays unused.
    """
    key = sent_key()
    if key is None:
        raise DomainError(N_("화면이 오래되었습니다. 새로 고친 뒤 다시 보내 주십시오."))
    mark = fingerprint()
    if not _claim(key, mark):
        return _answer_before(db.session.get_one(OneTimeKey, key), mark)
    response = act()
    if response.status_code < 400 and response.location:
        _keep(key, mark, response)
    else:
        db.session.rollback()
    return response


def _claim(key: str, mark: str) -> bool:
    """Take `key`, unless it is used; while someone else takes it at this moment, wait for how theirs ends."""
    return _write("claim", key, mark, status=0, location="").first() is not None


def _keep(key: str, mark: str, response: Response) -> None:
    """Write the answer to the key; whatever rolled back meanwhile took the claim with it, so claim anew if need be."""
    _write("keep", key, mark, status=response.status_code, location=response.location or "")


def _write(what: str, key: str, mark: str, *, status: int, location: str) -> CursorResult[Any]:
    """Run one of the statements past the unit of work: every form that is sent runs both."""
    values = {"key": key, "fingerprint": mark, "used_at": clock.now(), "status": status, "location": location}
    return db.session.connection().execute(_statements(dialect_of(db.session))[what], values)


@cache
def _statements(dialect: str) -> dict[str, Any]:
    table = table_of(OneTimeKey)
    row = insert_into(table, dialect)
    answer = {"status": row.excluded.status, "location": row.excluded.location}
    return {
        "claim": row.on_conflict_do_nothing().returning(table.c.key),
        "keep": row.on_conflict_do_update(index_elements=[table.c.key], set_=answer),
    }


def _answer_before(used: OneTimeKey, mark: str) -> Response:
    if used.fingerprint != mark:
        raise DomainError(N_("같은 화면에서 이미 다른 내용을 보냈습니다. 새로 고친 뒤 다시 보내 주십시오."))
    return Response(status=used.status, headers={"Location": used.location})
