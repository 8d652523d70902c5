"""The Flask class of the portal: one transaction per changing request, committed in one place."""

from collections.abc import Callable, Iterable, MutableMapping
from contextlib import nullcontext
from copy import deepcopy
from itertools import chain
from pathlib import Path
from random import SystemRandom
from time import sleep
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, has_request_context, request, session
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from portal.core.errand import errand
from portal.db.away import is_away
from portal.db.engine import READING, hurried, lost_a_deadlock, writing
from portal.db.transaction import collecting, forget_queued, queued, run_queued
from portal.extensions import db
from portal.web.early import prepare_early, refused_early
from portal.web.once import answer_once, is_repeatable
from portal.web.words import speaking

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FILES = "multipart/form-data"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WAITS_AFTER_DEADLOCK = (0.1, 0.4)
"""How long, at most and in seconds, whoever lost a deadlock waits before each further try. At once, it could take again
what the other one is only about to be woken for; at random, so that two losers do not meet again."""


class PortalEnvironment(Environment):
    """Gives each template one plain dictionary of globals, which every page asks hundreds of times."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja advises, no globals are added after the first template was loaded."""
        return {**self.globals, **(d or {})}


class Portal(Flask):
    """Commits an unsafe request that answers below 400, else rolls back; then runs what was queued `afterwards`.

    Until its view is called, and once it failed, an unsafe request only reads as a safe one does. Whoever lost a
    deadlock waits a little and acts again.
    """

    jinja_environment = PortalEnvironment
    jinja_options = {"cache_size": -1}  # noqa: RUF012 Flask's declared hook
    """All templates stay loaded: a cache with a bound moves its whole list at every look, dozens of times a page."""

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with errand():
            return super().wsgi_app(environ, start_response)

    def send_static_file(self, filename: str) -> Response:
        """The file as it was packed at set-up (`tools/assets.py`), where there is one and the browser can unpack it."""
        packed = f"{filename}.gz"
        if not (Path(self.static_folder or "") / packed).is_file():
            return super().send_static_file(filename)
        sent = super().send_static_file(packed if request.accept_encodings.quality("gzip") else filename)
        sent.vary.add("Accept-Encoding")
        return sent

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: nothing here is asynchronous, and Flask would look a dozen times a request."""
        return func

    def full_dispatch_request(self) -> Response:
        self._limit_typed_text()
        reading = READING.set(True)
        try:
            with speaking(), collecting() as queue:
                try:
                    return super().full_dispatch_request()
                finally:
                    db.roll_back()  # first, or what is queued would wait on SQLite for a lock that this request holds
                    with hurried() if request.method in SAFE_METHODS else nullcontext():
                        run_queued(queue)
        finally:
            READING.reset(reading)

    def handle_exception(self, e: Exception) -> Response:
        """What fails once the view is done, when records are written, is told as what fails in it."""
        if is_away(e):
            return self.finalize_request(self.handle_user_exception(e), from_error_handler=True)
        return super().handle_exception(e)

    def redirect(self, location: str, code: int = 302) -> BaseResponse:
        """After a changing request whoever follows asks anew: 303, so that no browser sends the form there again."""
        changed = has_request_context() and request.method not in SAFE_METHODS
        return super().redirect(location, 303 if changed else code)

    def _limit_typed_text(self) -> None:
        """Only files may be large: a form without any is read whole and taken apart at once, which costs seconds."""
        if request.mimetype != FILES:
            request.max_content_length = min(self.config["MAX_CONTENT_LENGTH"], self.config["MAX_FORM_MEMORY_SIZE"])

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        view = self.view_functions[request.endpoint] if request.endpoint else None
        if view is not None:
            refusal = refused_early(view)
            if refusal is not None:
                return refusal
            prepare_early(view)
        db.roll_back()
        once = view is not None and not is_repeatable(view)
        before = Before()
        for longest in WAITS_AFTER_DEADLOCK:
            try:
                return self._in_transaction(once=once)
            except OperationalError as error:
                if not lost_a_deadlock(error):
                    raise
            sleep(SystemRandom().uniform(longest / 2, longest))
            before.restore()
        return self._in_transaction(once=once)

    def _in_transaction(self, *, once: bool) -> Response:
        def act() -> Response:
            return self.make_response(Flask.dispatch_request(self))

        with writing():
            try:
                response = answer_once(act) if once else act()
                if response.status_code < 400:
                    db.session.commit()
                else:
                    db.session.rollback()
            except BaseException:
                db.session.rollback()  # while still writing: the page of the failure reads in a transaction of its own
                raise
        return response


class Before:
    """What a request may change outside of the database, as it was before it acted."""

    def __init__(self) -> None:
        self.queued = queued()
        self.session = deepcopy(dict(session))

    def restore(self) -> None:
        """Set it back, for a request that acts again."""
        forget_queued(after=self.queued)
        session.clear()
        session.update(deepcopy(self.session))
        g.pop("_login_user", None)  # whom Flask-Login then finds again by the session
        for upload in chain.from_iterable(request.files.listvalues()):
            upload.stream.seek(0)
