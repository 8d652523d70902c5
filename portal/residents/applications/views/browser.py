"""The signed cookie by which a browser finds its draft again."""

import secrets
from datetime import datetime
from functools import cache

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.residents.applications.drafts import Draft, draft_of, kept_for
from portal.web.access import current_actor
from portal.web.cookies import cookie_name, delete_own_cookie, set_own_cookie

COOKIE = "application"
TOKEN_BYTES = 32


@cache
def _serializer(secret_key: str | bytes) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="application draft")


def _signer() -> URLSafeSerializer:
    return _serializer(current_app.secret_key or "")


def current_token() -> str | None:
    """The token that this browser carries; a forged one counts as none."""
    try:
        token = _signer().loads(request.cookies.get(cookie_name(COOKIE), ""))
    except BadSignature:
        return None
    return token if isinstance(token, str) else None


def current_draft(now: datetime, *, lock: bool = False) -> Draft | None:
    """The draft of this browser; what belongs to somebody who signed in is shown only while they are signed in."""
    return own(draft_of(current_token(), now=now, lock=lock))


def own(draft: Draft | None) -> Draft | None:
    """`draft`, unless it belongs to somebody who signed in and is not signed in now.

    A computer may be shared: with the signing out goes what the portal had filled in about them.
    """
    return draft if draft and draft.entered_by_id in (None, current_actor().user_id) else None


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def remember(response: Response, token: str) -> Response:
    """Let the browser keep `token` as long as its draft is kept."""
    set_own_cookie(response, COOKIE, str(_signer().dumps(token)), seconds=int(kept_for().total_seconds()))
    return response


def forget(response: Response) -> Response:
    delete_own_cookie(response, COOKIE)
    return response
