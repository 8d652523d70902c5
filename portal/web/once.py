"""One-time keys of forms: the same key with the same body acts once, with another body it is refused."""

import hashlib
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.one_time import OneTimeKey
from portal.extensions import db

KEY_FIELD = "form_key"
KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_IN_FINGERPRINT = frozenset({KEY_FIELD, "csrf_token"})
F = TypeVar("F", bound=Callable[..., Any])


def repeatable(reason: str) -> Callable[[F], F]:
    """Declare that sending the form of this view twice does no harm, and why; it then needs no one-time key."""

    def mark(view: F) -> F:
        view.repeatable = reason  # type: ignore[attr-defined]
        return view

    return mark


def is_repeatable(view: Callable[..., Any]) -> bool:
    return hasattr(view, "repeatable")


def fingerprint() -> str:
    """A digest of who sent what to where; a file counts by its content."""
    digest = hashlib.sha256()
    who = str(current_user.get_id()) if current_user.is_authenticated else "anonymous"
    parts = [who, request.method, request.path]
    fields = sorted(request.form.items(multi=True))
    parts += [f"{name}={value}" for name, value in fields if name not in NOT_IN_FINGERPRINT]
    for part in parts:
        digest.update(part.encode() + b"\0")
    for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        digest.update(name.encode() + b"\0" + hashlib.sha256(upload.stream.read()).digest())
        upload.stream.seek(0)
    return digest.hexdigest()


def answer_once(act: Callable[[], Response]) -> Response:
    """Answer as before when the key was used for the same form, else act and keep the answer with the act."""
    key = request.form.get(KEY_FIELD, "")
    if not KEY_PATTERN.fullmatch(key):
        raise DomainError(N_("화면이 오래되었습니다. 새로 고친 뒤 다시 보내 주십시오."))
    mark = fingerprint()
    used = db.session.get(OneTimeKey, key) or _claim(key, mark)
    if used.status:
        return _answer_before(used, mark)
    response = act()
    if response.status_code < 400:
        _keep(key, mark, response)
    return response


def _claim(key: str, mark: str) -> OneTimeKey:
    """Take `key`; when someone takes it at the same moment, wait for their answer and return theirs."""
    row = OneTimeKey(key=key, fingerprint=mark, used_at=clock.now())
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return db.session.get_one(OneTimeKey, key)
    return row


def _keep(key: str, mark: str, response: Response) -> None:
    row = db.session.get(OneTimeKey, key)
    if row is None:
        row = OneTimeKey(key=key, fingerprint=mark, used_at=clock.now())
        db.session.add(row)
    row.status = response.status_code
    row.location = response.headers.get("Location", "")
    row.body = "" if row.location else response.get_data(as_text=True)


def _answer_before(used: OneTimeKey, mark: str) -> Response:
    if used.fingerprint != mark:
        raise DomainError(N_("같은 화면에서 이미 다른 내용을 보냈습니다. 새로 고친 뒤 다시 보내 주십시오."))
    response = Response(used.body, status=used.status, mimetype="text/html")
    if used.location:
        response.headers["Location"] = used.location
    return response
