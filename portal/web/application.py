"""The Flask class of the portal: one transaction per changing request, committed in one place."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from portal.db.engine import READING, WRITING
from portal.db.transaction import collecting, run_queued
from portal.extensions import db
from portal.web.once import answer_once, is_repeatable

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Portal(Flask):
    """Commits an unsafe request that answers below 400, else rolls back; then runs what was queued `afterwards`."""

    def full_dispatch_request(self) -> Response:
        only_reads = request.method in SAFE_METHODS
        writing, reading = WRITING.set(not only_reads), READING.set(only_reads)
        try:
            with collecting() as queue:
                try:
                    return super().full_dispatch_request()
                finally:
                    db.session.rollback()
                    run_queued(queue)
        finally:
            WRITING.reset(writing)
            READING.reset(reading)

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE_METHODS:
            return super().dispatch_request()
        view = self.view_functions[request.endpoint] if request.endpoint else None
        return self._in_transaction(once=view is not None and not is_repeatable(view))

    def _in_transaction(self, *, once: bool) -> Response:
        def act() -> Response:
            return self.make_response(Flask.dispatch_request(self))

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
