"""Whoever fetches a file that tells of others says why first; the answer is kept before it leaves."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from portal.audit.asking import WhyForm
from portal.audit.downloads import record_download
from portal.audit.views import bp
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import access_of, current_account, current_actor, needs_proof, requires
from portal.web.handing import Handing, Inside, handing_of
from portal.web.pages import page
from portal.web.words import gettext as _

GRANTED = "file_granted"
LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that the viewer may have once they have said why."""

    address: str
    handing: Handing
    persons: int


def granted(address: str) -> ResponseReturnValue:
    """Let this browser fetch that one file for a while."""
    session[GRANTED] = [address, (clock.now() + LASTS).timestamp()]
    return redirect(address)


def _is_granted(address: str) -> bool:
    allowed, until = session.get(GRANTED, ["", 0])
    return bool(allowed == address and until >= clock.now().timestamp())


def ask_why(endpoint: str) -> ResponseReturnValue | None:
    """The gate before files that tell of others; whoever may not have one is refused by its count as on any page."""
    view = current_app.view_functions[endpoint]
    handing, access = handing_of(view), access_of(view)
    if handing is None or handing.inside is not Inside.PERSONS or _is_granted(request.path):
        return None
    if access is None or access.permission is None or not current_account().can(access.permission):
        return None
    if handing.count is not None:
        handing.count(**(request.view_args or {}))
    return redirect(url_for("audit.why", to=request.path))


@bp.route("/downloads/why", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
@needs_proof
def why() -> ResponseReturnValue:
    wanted = _wanted(request.args.get("to", ""))
    form = WhyForm()
    if form.validate_on_submit():
        with form.refusals():
            what = _(wanted.handing.words)
            record_download(what, form.why, persons=wanted.persons, actor=current_actor(), now=clock.now(), kind=what)
            return granted(wanted.address)
    return page("audit/why.html", form=form, wanted=wanted)


def _wanted(to: str) -> Wanted:
    """`NotFound` for an address that hands out nothing of the kind, or nothing to this viewer."""
    try:
        endpoint, values = _routed(to)
    except (HTTPException, ValueError):
        raise NotFound from None
    view = current_app.view_functions[endpoint]
    handing, access = handing_of(view), access_of(view)
    may = access is not None and access.permission is not None and current_account().can(access.permission)
    if not may or handing is None or handing.count is None:
        raise NotFound
    return Wanted(url_for(endpoint, **values), handing, handing.count(**values))


def _routed(to: str) -> tuple[str, dict[str, Any]]:
    endpoint, values = current_app.url_map.bind_to_environ(request.environ).match(urlsplit(to).path, method="GET")
    return endpoint, dict(values)
