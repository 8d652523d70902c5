"""Pages that belong to no feature: health, help, privacy, how the portal is read."""

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.db.away import check_writing, connect_anew, is_away
from portal.db.migrations import pending_migration
from portal.extensions import csrf, current_settings, db
from portal.web.access import found_by_search, public
from portal.web.cookies import set_own_cookie
from portal.web.display import COOKIE, current_display, display_of
from portal.web.metrics import figures
from portal.web.notice import items_told, kept_told
from portal.web.once import repeatable
from portal.web.pages import local_target, page
from portal.web.shipped import RECIPIENTS, fill
from portal.web.words import gettext as _

bp = Blueprint("web", __name__)
SECURITY_TXT_LASTS = timedelta(days=180)
DATA = Path(__file__).parent / "data"


@bp.get("/healthz")
@public("tells a load balancer that the process answers")
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/readyz")
@public("tells a load balancer that database and disk take what is written, and that no migration is missing")
def readyz() -> ResponseReturnValue:
    try:
        if pending_migration(db.engine):
            return {"status": "migration pending"}, 503
        check_writing(db.engine, current_settings().var_dir)
    except Exception as error:
        if not is_away(error):
            raise
        connect_anew(db.engine, error)
        return {"status": "away"}, 503
    return {"status": "ready"}, 200


@bp.get("/metrics")
@public("opens by the token of the settings alone")
def metrics() -> ResponseReturnValue:
    return figures()


@bp.post("/display")
@public("anyone may choose text size and contrast")
@repeatable("sets a cookie of the visitor's own")
@csrf.exempt
def set_display() -> ResponseReturnValue:
    before = current_display()
    chosen = display_of(
        request.form.get("text_size", before.text_size),
        request.form.get("contrast", before.contrast),
    )
    response = make_response(redirect(local_target(request.form.get("next"), url_for("residents.front"))))
    set_own_cookie(response, COOKIE, f"{chosen.text_size}.{chosen.contrast}")
    return response


@bp.get("/.well-known/security.txt")
@public("where somebody tells of a weakness (RFC 9116)")
def security_txt() -> ResponseReturnValue:
    settings = current_settings()
    expires = clock.now() + SECURITY_TXT_LASTS
    lines = (
        f"Contact: {settings.security_contact or f'tel:{settings.office_phone}'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: ko, en",
        f"Canonical: {settings.base_url.rstrip('/')}{request.path}",
    )
    return "\n".join((*lines, "")), {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/privacy")
@public("how personal data is handled")
@found_by_search
def privacy() -> ResponseReturnValue:
    recipients = "\n".join(f"- {name}" for name in RECIPIENTS.only()())
    text = text_of("privacy", recipients=recipients, items=items_told(), kept=kept_told())
    return page("pages/text.html", heading=_("개인정보 처리방침"), text=text)


@bp.get("/help")
@public("help and crisis numbers")
@found_by_search
def help_page() -> ResponseReturnValue:
    return page("pages/text.html", heading=_("도움말"), text=text_of("help"))


def text_of(name: str, **more: str) -> str:
    """The Markdown of a page that the portal ships; `more` fills places that no setting does."""
    return fill((DATA / f"{name}.md").read_text(encoding="utf-8"), **more)
