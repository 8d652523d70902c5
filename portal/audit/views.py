"""The page on which the office and auditors read what was done."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.audit import queries
from portal.audit.forms import LogFilterForm
from portal.audit.sealing import EVERY_HOURS
from portal.audit.words import detail_words, event_words, thing_words
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number

bp = Blueprint("audit", __name__)


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def log() -> ResponseReturnValue:
    viewer = current_actor()
    narrowed = LogFilterForm()
    filters = narrowed.filters
    return page(
        "audit/log.html",
        narrowed=narrowed,
        entries=queries.entries_for(viewer, filters, page_number()),
        counts=queries.counts_by_event(viewer, filters),
        with_persons=queries.sees_persons(viewer),
        event_words=event_words,
        thing_words=thing_words,
        detail_words=detail_words,
        sealed_within=EVERY_HOURS,
    )
