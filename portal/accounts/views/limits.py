"""Bounds on what is asked for by a program rather than by somebody who reads: searches, and addresses of nothing."""

from flask import Response, current_app, request
from flask_login import current_user

from portal.accounts import keys, throttling
from portal.accounts.rules import MISSES, SEARCHES, Limit
from portal.accounts.throttling import Counter
from portal.accounts.views.blueprint import bp
from portal.accounts.visitors import network
from portal.audit.actions import record_whatever_happens
from portal.core import clock
from portal.web.access import current_actor
from portal.web.failures import error_page
from portal.web.limits import is_search


@bp.before_app_request
def count_search() -> None:
    """Each search of a visitor counts, once it is answered: what only reads waits for nobody who writes.

    Raises `TooManyAttempts`.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and is_search(view) and any(request.args.values()):
        counter, now = _own(SEARCHES), clock.now()
        throttling.refuse_blocked(counter, now=now)
        throttling.count_afterwards(counter, now=now)


@bp.after_app_request
def count_miss(response: Response) -> Response:
    """Whoever walks through ids finds nothing even where there is something; that it was done stands in the audit."""
    if response.status_code != 404 or not request.view_args or request.endpoint == "static":
        return response
    now, counter = clock.now(), _own(MISSES)
    attempts = throttling.attempts_of(counter, now=now)
    throttling.count_afterwards(counter, now=now)
    if attempts < MISSES.free:
        return response
    if attempts == MISSES.free:
        record_whatever_happens("account.ids_walked", actor=current_actor(), now=now)
    return current_app.make_response(error_page(429))


def _own(limit: Limit) -> Counter:
    """Of who is signed in, else of the place."""
    who = str(current_user.user_id) if current_user.is_authenticated else network()
    return Counter(keys.keyed_digest("visitor", limit.name, who), limit)
