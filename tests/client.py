"""A test client that behaves like a browser without JavaScript and checks each page it is shown."""

import contextvars
import secrets
from typing import Any
from uuid import UUID

from flask import has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.accounts.actions import begin_session
from portal.accounts.queries import get_user
from portal.core import clock
from portal.extensions import db
from tests.databases import selected_kind
from tests.pages import check_page

CHECKED = frozenset({200, 403, 404, 409, 422, 429})


class PortalClient(FlaskClient):
    """`get` and `post` check the page in the answer; `post` adds the protection and the one-time key of a form.

    The pages are the same on both databases, so one of them checks.
    """

    checks = selected_kind() == "sqlite"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Each request starts without the application context of the test, as in a server."""
        if has_app_context():
            db.session.commit()
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
        has_page = response.mimetype == "text/html" and response.request.method != "HEAD"
        if self.checks and has_page and response.status_code in CHECKED:
            check_page(response.get_data(as_text=True))
        return response

    def post(self, *args: Any, form_key: str | None = None, **kwargs: Any) -> TestResponse:
        """Send a form; `form_key` sends the same one-time key again."""
        data = dict(kwargs.pop("data", None) or {})
        data.setdefault("form_key", form_key or secrets.token_urlsafe(18))
        data.setdefault("csrf_token", self.protection())
        return super().post(*args, data=data, **kwargs)

    def protection(self) -> str:
        """The token against forged requests that belongs to this client's session."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(raw))

    def sign_in(self, user_id: UUID) -> None:
        """Sign in as `user_id` without the pages of signing in."""

        def begin() -> str:
            with self.application.app_context():
                token = begin_session(get_user(user_id), device="test", address="127.0.0.1", now=clock.now())
                db.session.commit()
                return token

        if has_app_context():
            db.session.commit()
        token = contextvars.Context().run(begin)
        with self.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
