"""Staff read and change the facts of a household and its person, and look at what the person changed."""

from collections.abc import Iterable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import locked
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.households import actions, queries
from portal.residents.households.forms import fact_form
from portal.residents.households.models import FactChange, Person
from portal.residents.households.presentation import fact_words
from portal.residents.households.rules import CHANGED_BY_STAFF, CONTACTS
from portal.residents.households.scope import require_scope
from portal.residents.households.states import Fact
from portal.residents.households.views.blueprint import bp
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.several import Planned, act_on_each, chosen_ids, tell_refused
from portal.web.territory import territory_groups
from portal.web.words import gettext as _

LOOKED_AT = N_("다른 분이 이미 확인했습니다.")
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
    person, now, chosen = _person(household_id), clock.now(), Fact(fact)
    locked(person, after=locked(person.household))
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
        dong_groups=territory_groups(),
    )


@bp.post("/facts/<uuid:change_id>/seen")
@requires(Permission.HOUSEHOLD_CHANGE)
def look_at_news(change_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    change = queries.get_news(change_id, viewer=actor)
    actions.look_at_news(change, actor=actor, now=clock.now())
    flash(_("확인했습니다: %(fact)s", fact=label(change.fact)))
    return redirect(back_or(url_for(".facts", household_id=change.household_id)))


@bp.get("/news")
@requires(Permission.HOUSEHOLD_CHANGE)
def news() -> ResponseReturnValue:
    """What residents changed in all files of the viewer, in full; that somebody read it is recorded."""
    found = queries.news_for(current_actor())
    _record_reads(found)
    return page("households/news.html", news=found, all_chosen="all" in request.args)


@bp.route("/news/several", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_CHANGE)
def look_at_several() -> ResponseReturnValue:
    """Says which were chosen and what each becomes, then marks them as looked at."""
    actor, form = current_actor(), ActionForm()
    found = queries.news_among(chosen_ids(), viewer=actor)
    if not found:
        flash(_("고른 소식이 없습니다. 목록에서 먼저 골라 주십시오."), "warning")
        return redirect(url_for(".news"))
    if form.validate_on_submit():
        done = act_on_each(found, _look, _name_of)
        if done.done:
            flash(_("%(count)d건을 확인했습니다: %(names)s.", count=len(done.done), names=done.names))
        tell_refused(done)
        return redirect(url_for(".news"))
    _record_reads(found)
    planned = [
        Planned(_name_of(each), _becomes(each), _(LOOKED_AT) if each.seen_at is not None else "") for each in found
    ]
    return page("households/look_at_several.html", form=form, news=found, planned=planned)


def _look(change: FactChange) -> None:
    if change.seen_at is not None:
        raise Conflict(LOOKED_AT)
    actions.look_at_news(change, actor=current_actor(), now=clock.now())


def _becomes(change: FactChange) -> str:
    return f"{fact_words(change.fact, change.before)} → {fact_words(change.fact, change.after)}"


def _name_of(change: FactChange) -> str:
    return _("%(name)s 님의 %(fact)s", name=mask_name(change.person.name), fact=label(change.fact))


def _record_reads(news: Iterable[FactChange]) -> None:
    for household_id in dict.fromkeys(change.household_id for change in news):
        record_read(actor=current_actor(), now=clock.now(), subject=("household", household_id), fields="facts")


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
