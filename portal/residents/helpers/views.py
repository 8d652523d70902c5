"""Who helps a person: staff open and end it, the person ends it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.residents.helpers import actions, queries
from portal.residents.helpers.forms import HelperForm
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("helpers", __name__)


@bp.route("/households/<uuid:household_id>/helpers", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def helpers(household_id: UUID) -> ResponseReturnValue:
    """Everybody who helps or helped, and the form for one more."""
    actor, now = current_actor(), clock.now()
    require_scope(household_id, actor)
    person, form = get_household(household_id).person, HelperForm()
    if form.validate_on_submit():
        with form.refusals():
            helping = actions.let_help(person, form.details, actor=actor, now=now)
            flash_with_messages(_("%(name)s 님에게 열어 드렸습니다.", name=helping.name))
            return redirect(url_for(".helpers", household_id=household_id))
    record_read(actor=actor, now=now, subject=("household", household_id), fields="helpers")
    return page("helpers/helpers.html", form=form, person=person, helpers=queries.helpers_of(person.id))


@bp.post("/helpers/<uuid:helping_id>/end")
@requires(Permission.APPLICATION_ENTER)
def end_for(helping_id: UUID) -> ResponseReturnValue:
    """Staff heard that it ends."""
    helping = queries.get_helping(helping_id, viewer=current_actor())
    actions.end_help(helping, actor=current_actor(), now=clock.now())
    flash(_("끝냈습니다. %(name)s 님은 이제 볼 수 없습니다.", name=helping.name))
    return redirect(url_for(".helpers", household_id=helping.household_id))


@bp.get("/my/helpers")
@requires(Permission.MY_FILE)
def own_helpers() -> ResponseReturnValue:
    person = queries.person_seen_by(current_actor())
    return page("helpers/own_helpers.html", helpers=queries.helpers_of(person.id) if person else [])


@bp.route("/my/helpers/<uuid:helping_id>/end", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def end_own(helping_id: UUID) -> ResponseReturnValue:
    """Says what follows, then ends it."""
    helping, form = queries.get_helping(helping_id, viewer=current_actor()), ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.end_help(helping, actor=current_actor(), now=clock.now())
            flash(_("끝냈습니다. %(name)s 님은 이제 볼 수 없습니다.", name=helping.name))
            return redirect(url_for(".own_helpers"))
    return page("helpers/end_own.html", form=form, helping=helping)


def helpers_of_household(person: Person, **_context: object) -> str:
    """Who helps, beside the household."""
    return render_template("helpers/_card.html", person=person, helpers=queries.helpers_of(person.id))


def seen_by_helper(**_context: object) -> str:
    """Whose care a helper looks at; nothing for the person themselves."""
    viewer = current_actor()
    helping = None if viewer.can(Permission.MY_FILE) else queries.helping_of(viewer)
    return render_template("helpers/_whose.html", helping=helping) if helping else ""
