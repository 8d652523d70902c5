"""Residents read and change what the portal knows of them; the staff hear of it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.residents.households import actions, queries
from portal.residents.households.forms import fact_form
from portal.residents.households.models import Person
from portal.residents.households.rules import CHANGED_BY_RESIDENT, CONTACTS
from portal.residents.households.states import Fact
from portal.residents.households.views.blueprint import bp
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.territory import territory_groups
from portal.web.words import gettext as _

FACTS = ", ".join(fact.value for fact in CHANGED_BY_RESIDENT)
BY_ONESELF = ""
"""No reason is asked of whoever changes what is their own."""


@bp.get("/my/facts")
@requires(Permission.MY_FILE)
def own_facts() -> ResponseReturnValue:
    person = _own_person()
    waiting = {change.fact for change in queries.news_of(person.household_id)}
    return page("households/own_facts.html", person=person, facts=CHANGED_BY_RESIDENT, waiting=waiting)


@bp.route(f"/my/facts/<any({FACTS}):fact>", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def change_own_fact(fact: str) -> ResponseReturnValue:
    person, now, chosen = _own_person(), clock.now(), Fact(fact)
    locked(person, after=locked(person.household))
    form = fact_form(chosen, person, by_staff=False)
    if form.validate_on_submit():
        with form.refusals():
            changed = actions.change_facts(
                person,
                {chosen: form.values(chosen)},
                from_on=clock.day_of(now),
                reason=BY_ONESELF,
                keeps_way_in=form.keeps_way_in,
                actor=current_actor(),
                now=now,
            )
            _tell(chosen, is_changed=bool(changed))
            return redirect(url_for(".own_facts"))
    return page(
        "households/change_own_fact.html",
        form=form,
        fact=chosen,
        signs_in_by_it=chosen in CONTACTS,
        dong_groups=territory_groups(),
    )


def _own_person() -> Person:
    """Whoever applied; raises `NotFound` for an account that nobody's application belongs to."""
    user_id = current_actor().user_id
    person = queries.person_of_user(user_id) if user_id else None
    if person is None:
        raise NotFound
    return person


def _tell(fact: Fact, *, is_changed: bool) -> None:
    if is_changed:
        flash(_("바꾸었습니다: %(fact)s. 코디네이터가 보고 확인합니다.", fact=label(fact)))
    else:
        flash(_("적혀 있던 것과 같습니다. 바뀐 것이 없습니다."), "info")
