"""Staff read and change the facts of a household and its person, and look at what the person changed."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.core import clock
from portal.core.dongs import MAPO, alphabetical_groups
from portal.core.permissions import Permission
from portal.residents.households import actions, queries
from portal.residents.households.forms import fact_form
from portal.residents.households.models import Person
from portal.residents.households.rules import CHANGED_BY_STAFF, CONTACTS
from portal.residents.households.scope import require_scope
from portal.residents.households.states import Fact
from portal.residents.households.views.blueprint import bp
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _

FACTS = ", ".join(fact.value for fact in CHANGED_BY_STAFF)


@bp.get("/households/<uuid:household_id>/facts")
@requires(Permission.HOUSEHOLD_CHANGE)
def facts(household_id: UUID) -> ResponseReturnValue:
    """Everything in full, and how it became so; that somebody read it is recorded."""
    person = _person(household_id)
    record_read(actor=current_actor(), now=clock.now(), subject=("household", household_id), fields="facts")
    return page(
        "households/facts.html",
        person=person,
        household=person.household,
        facts=CHANGED_BY_STAFF,
        news=queries.news_of(household_id),
        changes=queries.changes_of(household_id),
    )


@bp.route(f"/households/<uuid:household_id>/facts/<any({FACTS}):fact>", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_CHANGE)
def change_fact(household_id: UUID, fact: str) -> ResponseReturnValue:
    person, now, chosen = locked(_person(household_id)), clock.now(), Fact(fact)
    locked(person.household)
    form = fact_form(chosen, person, by_staff=True, from_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            changed = actions.change_facts(
                person,
                {chosen: form.values(chosen)},
                from_on=form.from_on.data,
                reason=form.reason.data,
                keeps_way_in=form.keeps_way_in,
                actor=current_actor(),
                now=now,
            )
            _tell(person, chosen, is_changed=bool(changed))
            return redirect(url_for(".facts", household_id=household_id))
    record_read(actor=current_actor(), now=now, subject=("household", household_id), fields=fact)
    return page(
        "households/change_fact.html",
        form=form,
        fact=chosen,
        person=person,
        dong_groups=alphabetical_groups(MAPO),
    )


@bp.post("/facts/<uuid:change_id>/seen")
@requires(Permission.HOUSEHOLD_CHANGE)
def look_at_news(change_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    change = queries.get_news(change_id, viewer=actor)
    actions.look_at_news(change, actor=actor, now=clock.now())
    flash(_("확인했습니다: %(fact)s", fact=label(change.fact)))
    return redirect(back_or(url_for(".facts", household_id=change.household_id)))


def _person(household_id: UUID) -> Person:
    require_scope(household_id, current_actor())
    return queries.get_household(household_id).person


def _tell(person: Person, fact: Fact, *, is_changed: bool) -> None:
    """A change is told as one only where there was one, and a sign-in that is taken by somebody else as well."""
    if not is_changed:
        flash(_("적혀 있던 것과 같습니다. 바뀐 것이 없습니다."), "info")
        return
    flash(_("바꾸었습니다: %(fact)s", fact=label(fact)))
    if fact in CONTACTS and person.user is not None and not (person.user.phone or person.user.email):
        flash(_("이 연락처로는 다른 분이 로그인합니다. 같은 분인지, 누구의 번호인지 확인해 주십시오."), "warning")
