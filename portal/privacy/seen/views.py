"""The page on which a person sees who opened their record, and the note that every page leaves for it."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal.audit.actions import Subject, record_read
from portal.audit.origin import is_read_noted
from portal.audit.persons import reads_without_persons
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.privacy.seen import queries
from portal.privacy.seen.presentation import by_day
from portal.privacy.seen.queries import may_know
from portal.privacy.seen.things import subject_of
from portal.residents.helpers.queries import helping_of
from portal.web.access import access_of, current_account, current_actor, requires
from portal.web.pages import page, page_number

bp = Blueprint("seen", __name__)
OWN_PAGES = frozenset({Permission.MY_CASE, Permission.MY_CASE_ACT})


@bp.get("/my/seen")
@requires(Permission.MY_CASE)
def seen() -> ResponseReturnValue:
    person = queries.person_who_may_know(current_actor())
    readings = queries.readings_of(person, page_number())
    return page("privacy/seen.html", readings=readings, days=list(by_day(readings.items)))


@bp.after_app_request
def note_opened(response: Response) -> Response:
    """Whoever else than the person opens something of theirs leaves a row, unless the page wrote a truer one."""
    if request.method == "GET" and response.status_code == 200 and not is_read_noted():
        reader = current_account()
        subject = _subject_for(reader)
        if subject is not None:
            record_read(actor=reader, now=clock.now(), subject=subject, fields=subject[0])
    return response


def _subject_for(reader: Actor) -> Subject | None:
    """What is noted of this reader: nothing on public pages, on one's own, and where codes stand for people."""
    access = access_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    is_public = access is None or access.permission is None
    if is_public or reader.can(Permission.MY_FILE) or reads_without_persons(reader):
        return None
    if access is not None and access.permission in OWN_PAGES:
        helping = helping_of(current_actor())
        return ("helping", helping.id) if helping else None
    return subject_of(request)


def on_my_care(**_context: object) -> str:
    """The way there, for the person and for whoever helps them where that was agreed."""
    return render_template("privacy/_door.html") if may_know(current_actor()) else ""
