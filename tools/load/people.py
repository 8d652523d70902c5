"""Sessions made in the database, so that a thousand people are signed in without a thousand sign-ins."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, insert

from portal.accounts import keys
from portal.accounts.models import SignInSession
from tools.load.browser import Browser

COOKIE = "portal"


def sign_in(connection: Connection, users: Sequence[UUID], *, secret_key: str, now: datetime) -> list[str]:
    """A session for each of `users`; returns their cookies, good for a server with this `secret_key`."""
    tokens = [keys.new_token() for _ in users]
    rows = [
        {
            "user_id": user,
            "token_digest": keys.digest(token),
            "device": "load",
            "address": "127.0.0.1",
            "started_at": now,
            "last_seen_at": now,
            "second_factor_at": now,
        }
        for user, token in zip(users, tokens, strict=True)
    ]
    connection.execute(insert(SignInSession), rows)
    return [cookie_of(token, secret_key) for token in tokens]


def cookie_of(token: str, secret_key: str) -> str:
    """The cookie of the session with this token."""
    return str(_signing(secret_key).dumps({"_user_id": token, "_fresh": True}))


@cache
def _signing(secret_key: str) -> URLSafeTimedSerializer:
    """Signs session cookies as Flask does."""
    app = Flask("signing")
    app.secret_key = secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    if serializer is None:
        raise ValueError("an empty secret key signs nothing")
    return serializer


def browser_of(port: int, cookie: str) -> Browser:
    """The browser of someone who is signed in."""
    return Browser(port, {COOKIE: cookie})
