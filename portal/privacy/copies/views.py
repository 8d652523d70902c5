"""The file of a person in one click: for the office, and for the person after they showed who they are."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, send_file, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.keys import keyed_digest
from portal.accounts.rules import Limit
from portal.accounts.throttling import Counter, count_attempt, forgive
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.privacy.copies.actions import make_copy
from portal.privacy.copies.forms import WhoseForm
from portal.privacy.copies.states import CopyKind
from portal.privacy.copies.writing import name_of
from portal.residents.helpers.queries import person_seen_by
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household
from portal.web.access import current_actor, needs_proof, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page

bp = Blueprint("copies", __name__)
SHOWN, LASTS = "own_copy_until", timedelta(minutes=10)
MEDIA = {CopyKind.PDF: "application/pdf", CopyKind.ZIP: "application/zip", CopyKind.JSON: "application/json"}
TRIES = Limit("own copy", free=5, first=timedelta(minutes=5), longest=timedelta(hours=1), window=timedelta(hours=1))


def _one_person(household_id: UUID, kind: str) -> int:  # noqa: ARG001 what the address names
    get_household(household_id)
    return 1


@bp.get("/privacy/people/<uuid:household_id>/copy.<any(pdf, zip, json):kind>")
@requires(Permission.RIGHTS_ANSWER)
@needs_proof
@hands_out(Inside.PERSONS, N_("개인정보 사본"), count=_one_person)
def copy(household_id: UUID, kind: str) -> ResponseReturnValue:
    return _file(get_household(household_id).person, CopyKind(kind))


@bp.route("/my/copy", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def own() -> ResponseReturnValue:
    """Asks for the birth date once more; then both files are there for ten minutes."""
    person, form = _own_person(), WhoseForm()
    if form.validate_on_submit():
        with form.refusals():
            counters = [Counter(keyed_digest("own copy", str(person.id)), TRIES)]
            count_attempt(counters, now=clock.now())
            form.require_birth(person.birth_on)
            forgive(counters)
            session[SHOWN] = (clock.now() + LASTS).timestamp()
            return redirect(url_for(".own"))
    return page("privacy/copy.html", form=form, is_shown=_is_shown(), kinds=CopyKind)


@bp.get("/my/copy.<any(pdf, zip, json):kind>")
@requires(Permission.MY_FILE)
@hands_out(Inside.OWN, "all that is kept about whoever fetches it")
def own_file(kind: str) -> ResponseReturnValue:
    person = _own_person()
    if not _is_shown():
        return redirect(url_for(".own"))
    return _file(person, CopyKind(kind))


def _is_shown() -> bool:
    return bool(session.get(SHOWN, 0) > clock.now().timestamp())


def _own_person() -> Person:
    person = person_seen_by(current_actor())
    if person is None:
        raise NotFound
    return person


def _file(person: Person, kind: CopyKind) -> Response:
    file = make_copy(person, kind, actor=current_actor(), now=clock.now())
    response = send_file(file, MEDIA[kind], as_attachment=True, download_name=name_of(kind), etag=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def on_household(person: Person, **_context: object) -> str:
    return render_template("privacy/_copy_of.html", person=person, kinds=CopyKind)


def on_my_care(**_context: object) -> str:
    """Only for the person: whoever helps sees what was agreed, not everything."""
    return render_template("privacy/_copy_door.html") if current_actor().can(Permission.MY_FILE) else ""
