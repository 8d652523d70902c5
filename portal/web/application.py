"""The Flask class of the portal: one transaction per changing request, committed in one place."""

from collections.abc import MutableMapping
from copy import deepcopy
from typing import Any

from flask import Flask, Response, request, session
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from portal.db.engine import READING, lost_a_deadlock, writing
from portal.db.transaction import collecting, forget_queued, run_queued
from portal.extensions import db
from portal.web.early import refused_early
from portal.web.once import answer_once, is_repeatable

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class PortalEnvironment(Environment):
    """Gives each template one plain dictionary of globals, which every page asks hundreds of times."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja advises, no globals are added after the first template was loaded."""
        return {**self.globals, **(d or {})}


class Portal(Flask):
    """Commits an unsafe request that answers below 400, else rolls back; then runs what was queued `afterwards`.

    Until its view is called, and once it failed, an unsafe request only reads as a safe one does. Whoever lost a
    deadlock acts once more: the other one has what it waited for by then.
    """

    jinja_environment = PortalEnvironment
    jinja_options = {"cache_size": -1}  # noqa: RUF012 Flask's declared hook
    """All templates stay loaded: a cache with a bound moves its whole list at every look, dozens of times a page."""

    def full_dispatch_request(self) -> Response:
        reading = READING.set(True)
        try:
            with collecting() as queue:
                try:
                    return super().full_dispatch_request()
                finally:
                    db.roll_back()
                    run_queued(queue)
        finally:
            READING.reset(reading)

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        view = self.view_functions[request.endpoint] if request.endpoint else None
        refusal = refused_early(view) if view is not None else None
        if refusal is not None:
            return refusal
        db.roll_back()
        once = view is not None and not is_repeatable(view)
        known = deepcopy(dict(session))
        try:
            return self._in_transaction(once=once)
        except OperationalError as error:
            if not lost_a_deadlock(error):
                raise
        forget_attempt(known)
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
                db.session.rollback()
                raise
        return response


def forget_attempt(known: dict[str, Any]) -> None:
    """Set back what a request that acts once more had changed outside of the database; its session was `known`."""
    forget_queued()
    session.clear()
    session.update(known)
    for upload in request.files.values():
        upload.stream.seek(0)
