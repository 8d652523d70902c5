"""The page on which the office and auditors read what was done, and what every page is to auditors."""

from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from portal.audit import queries
from portal.audit.actions import Subject, record_opened
from portal.audit.forms import LogFilterForm
from portal.audit.persons import conceal, reads_without_persons, title_of
from portal.audit.refusals import Refused, record_refusal
from portal.audit.sealing import EVERY_HOURS, last_seal
from portal.audit.words import detail_words, event_words, thing_words
from portal.core import clock
from portal.core.actors import Actor
from portal.core.concealing import Words
from portal.core.errors import Forbidden
from portal.core.permissions import Permission
from portal.web.access import access_of, current_account, current_actor, requires
from portal.web.application import SAFE_METHODS
from portal.web.limits import searches
from portal.web.once import repeatable
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("audit", __name__)
PAGE = "text/html"
FORBIDDEN = 403
REFUSED = frozenset({FORBIDDEN, 404})


def shown_without_persons() -> bool:
    """Whether the present viewer is shown codes in place of people."""
    return reads_without_persons(current_actor())


def words_instead() -> Words:
    return Words(
        somebody=_("(이름)"),
        telephone=_("(전화번호)"),
        mail=_("(이메일)"),
        address=_("(주소)"),
        birth=_("(생년월일)"),
    )


@bp.route("/audit", methods=["GET", "POST"])
@requires(Permission.AUDIT_READ)
@searches
@repeatable("leads to the same list again")
def log() -> ResponseReturnValue:
    viewer = current_actor()
    narrowed = LogFilterForm()
    if request.method == "POST":
        return redirect(narrowed.found_at(".log"))
    filters = narrowed.filters
    counts = queries.counts_by_event(viewer, filters)
    total = sum(times for _event, times in counts)
    return page(
        "audit/log.html",
        narrowed=narrowed,
        entries=queries.entries_for(viewer, filters, page_number(), total=total),
        counts=counts,
        with_persons=not reads_without_persons(viewer),
        event_words=event_words,
        thing_words=thing_words,
        detail_words=detail_words,
        sealed_within=EVERY_HOURS,
    )


@bp.get("/audit/head")
@requires(Permission.AUDIT_READ)
def head() -> ResponseReturnValue:
    return page("audit/head.html", newest=last_seal())


@bp.after_app_request
def note_refusal(response: Response) -> Response:
    """What an account was refused, and what it sought by an id that is none of its own, is noted."""
    rule = request.url_rule
    access = access_of(current_app.view_functions[rule.endpoint]) if rule else None
    if rule is None or access is None or access.permission is None or response.status_code not in REFUSED:
        return response
    viewer, subject = current_account(), subject_opened()
    if viewer.user_id and (subject or response.status_code == FORBIDDEN):
        refused = Refused(rule.rule, request.method not in SAFE_METHODS, response.status_code)
        record_refusal(refused, actor=viewer, now=clock.now(), subject=subject)
    return response


@bp.after_app_request
def without_persons(response: Response) -> Response:
    """What somebody who reads without persons is answered: pages without them, which are noted, and no files."""
    access = access_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    if access is None or access.permission is None or response.status_code >= 500:
        return response
    viewer = current_account()
    if not reads_without_persons(viewer):
        return response
    if response.mimetype == PAGE:
        concealed = conceal(response.get_data(as_text=True), words_instead(), reader_id=viewer.user_id)
        response.set_data(concealed)
        note_opened(viewer, title_of(concealed), response.status_code)
        return response
    response.close()
    return current_app.make_response(current_app.handle_user_exception(Forbidden()))


def note_opened(viewer: Actor, title: str, status: int) -> None:
    if request.method == "GET" and status == 200:
        record_opened(title, actor=viewer, now=clock.now(), subject=subject_opened())


def subject_opened() -> Subject | None:
    """What the address of the page names by its id: `meeting_id`."""
    named = ((name, value) for name, value in (request.view_args or {}).items() if isinstance(value, UUID))
    return next(((name.removesuffix("_id"), value) for name, value in named), None)
