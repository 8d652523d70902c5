"""Staff record that somebody has died, whoever of those on file it is; the office takes back what was a mistake."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.residents.households import actions, queries
from portal.residents.households.forms import DeathForm, DeathTakenBackForm
from portal.residents.households.models import Person
from portal.residents.households.scope import require_scope
from portal.residents.households.views.blueprint import bp
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.route("/people/<uuid:person_id>/death", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_CHANGE)
def death(person_id: UUID) -> ResponseReturnValue:
    """Records a death, and shows one that is recorded, with what it ended."""
    person, form = _person(person_id), DeathForm(data={"from_on": clock.day_of(clock.now())})
    if form.validate_on_submit():
        with form.refusals():
            actions.note_death(
                person,
                from_on=form.from_on.data,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash_with_messages(_("돌아가신 것으로 적었습니다."))
            return redirect(url_for(".death", person_id=person_id))
    return _page("households/death.html", person, form)


@bp.route("/people/<uuid:person_id>/death/taken-back", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_ALL)
def take_death_back(person_id: UUID) -> ResponseReturnValue:
    person, form = _person(person_id), DeathTakenBackForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.take_death_back(person, form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("사망 기록을 되돌렸습니다. 그때 끝난 것을 아래에서 확인해 주십시오."))
            return redirect(url_for(".death", person_id=person_id))
    return _page("households/take_death_back.html", person, form)


def _page(template: str, person: Person, form: DeathForm | DeathTakenBackForm) -> ResponseReturnValue:
    record_read(actor=current_actor(), now=clock.now(), subject=("household", person.household_id), fields="death")
    recorded = queries.death_of(person.id)
    ended = queries.ended_with(recorded) if recorded else ()
    return page(template, person=person, form=form, recorded=recorded, ended=ended)


def _person(person_id: UUID) -> Person:
    """Somebody whose file is kept; what was joined to another one is told there."""
    person = queries.get_person(person_id)
    require_scope(person.household_id, current_actor())
    if person.joined_into_id is not None:
        raise NotFound
    return person
