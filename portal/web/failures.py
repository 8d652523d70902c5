"""Error pages: what happened, what to do, whom to call."""

from typing import Any

import structlog
from flask import Flask, current_app, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from portal.core.errors import Conflict, DomainError, Forbidden, NotFound, TooOften
from portal.core.failures import kind_of, passed
from portal.core.messages import N_
from portal.db.away import connect_anew, is_away
from portal.db.constraints import refusal_of
from portal.extensions import db
from portal.reporting import report
from portal.web.access import come_back_with_what_was_typed, works_here
from portal.web.forms import ask_later, translated
from portal.web.pages import page_before
from portal.web.typed import typed_texts
from portal.web.words import gettext

log: Any = structlog.get_logger()

GONE = N_("적으시던 것을 그사이 다른 분이 지웠거나 끝냈거나, 다른 분께 넘어갔습니다. 저장되지 않았습니다.")
AGAIN_SECONDS = 5
REFUSALS = frozenset({409, 422})
TELLING = frozenset({403, 404, 409, 422})
"""Pages that show what was typed in vain; where the body itself was refused nothing of it is read."""

PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def status_of(error: DomainError) -> int:
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, TooOften):
        return 429
    return 409 if isinstance(error, Conflict) else 422


def page_of_the_button() -> str:
    """Where somebody pressed a button that acts at once: an address that only takes POST has no page of its own.

    Empty where a script sent it, which asks for the answer itself.
    """
    rule = request.url_rule
    has_page = rule is None or "GET" in (rule.methods or ())
    by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return "" if has_page or by_script else page_before()


def led_back(address: str, sentence: str) -> ResponseReturnValue:
    """To the page with the button, which tells the sentence; nothing that the act said of itself came true."""
    session.pop("_flashes", None)
    flash(sentence, "warning")
    return redirect(address)


def error_page(status: int, message: str = "") -> tuple[str, int]:
    """The page for `status`, with a way back where the visitor came from this site."""
    typed = typed_texts() if status in TELLING else []
    if typed and status == 404:
        message = gettext(GONE)
    shown = {"message": message, "came_from": page_before(), "typed": typed, "is_staff": works_here()}
    return render_template(f"errors/{status}.html", **shown), status


def page_without_database(status: int = 500, *typed: str) -> str:
    """The page for an unexpected failure; it asks nothing that may have failed."""
    return current_app.jinja_env.get_template(f"errors/{status}.html").render(typed=typed)


def page_while_away(error: Exception) -> ResponseReturnValue:
    """For as long as database or disk do not work: nothing was kept, and whoever asks again soon is answered."""
    log.warning("away", failure=type(error).__name__, endpoint=request.endpoint)
    connect_anew(db.engine, error)
    return page_without_database(503, *typed_texts()), 503, {"Retry-After": str(AGAIN_SECONDS)}


def unexpected(error: Exception) -> ResponseReturnValue:
    if is_away(error):
        return page_while_away(error)
    log.error("unexpected", failure=kind_of(error), passed=passed(error), endpoint=request.endpoint)
    report(error, where=request.endpoint or "none")
    if current_app.testing:
        raise error
    return page_without_database(), 500


def install(app: Flask) -> None:
    app.register_error_handler(Exception, unexpected)

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> ResponseReturnValue:
        status = status_of(error)
        ask_later(error)
        came_from = page_of_the_button() if status in REFUSALS else ""
        return led_back(came_from, translated(error)) if came_from else error_page(status, translated(error))

    @app.errorhandler(IntegrityError)
    def broken(error: IntegrityError) -> ResponseReturnValue:
        return refused(refusal_of(error))

    @app.errorhandler(CSRFError)
    def stale(_error: CSRFError) -> ResponseReturnValue:
        """The page is older than the session in which it was sent, as after signing in again in another window."""
        return come_back_with_what_was_typed() or error_page(400)

    @app.errorhandler(SecurityError)
    def foreign_host(_error: SecurityError) -> ResponseReturnValue:
        return gettext("이 주소로는 열 수 없습니다."), 400, {"Content-Type": "text/plain; charset=utf-8"}

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error
        if status >= 500:
            return page_without_database(), status
        if isinstance(error, MethodNotAllowed):
            return (*error_page(status), {"Allow": ", ".join(sorted(error.valid_methods or ()))})
        return error_page(status if status in PAGES else 400)
