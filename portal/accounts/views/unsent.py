"""Whose form was sent after its session had ended, and what they had typed when they come back."""

from uuid import UUID

from flask import Response, request, session
from flask_login import current_user

from portal.accounts import actions, keys, queries
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.web.unsent import ASIDE, WHOSE, Typed


def mark_of_who_is_signed_in() -> str:
    return keys.account_mark(current_user.user_id) if current_user.is_authenticated else ""


def put_aside(path: str, typed: Typed) -> UUID | None:
    """For the account that the page named; where it named none, for that of the session that the cookie still names."""
    user_id = keys.account_of_mark(request.form.get(WHOSE, "")) or queries.user_of_token(session.get("_user_id", ""))
    return actions.put_aside(user_id, path, typed, now=clock.now()) if user_id else None


def give_back(kept_id: UUID, path: str) -> Typed | None:
    if not current_user.is_authenticated:
        return None
    return queries.unsent_form(kept_id, current_user.user_id, path, now=clock.now())


@bp.after_app_request
def forget_what_was_sent(response: Response) -> Response:
    kept_id = request.args.get(ASIDE, type=UUID) if request.method == "POST" and response.status_code < 400 else None
    if kept_id is not None and current_user.is_authenticated:
        actions.forget_unsent(kept_id, current_user.user_id)
    return response
