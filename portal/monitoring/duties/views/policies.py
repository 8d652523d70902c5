"""Pages that show policies: the list, one with its editions, an edition, two editions side by side."""

from datetime import date
from uuid import UUID

from flask.typing import ResponseReturnValue

from portal.audit.steps import history
from portal.benefits.programmes.queries import programme_names
from portal.core import clock
from portal.core.editions import TO_COME
from portal.core.permissions import Permission
from portal.db.editions import last_day_of, standing_on
from portal.monitoring.duties import queries
from portal.monitoring.duties.forms import CompareForm
from portal.monitoring.duties.presentation import changes_between, rule_words, waiting_words
from portal.monitoring.duties.states import POLICY_EDITION_STATES
from portal.monitoring.duties.views.blueprint import bp, edition_at
from portal.web.access import current_actor, requires
from portal.web.editions import edition_words, term_words
from portal.web.forms import ActionForm
from portal.web.pages import page


def today() -> date:
    return clock.day_of(clock.now())


@bp.get("/policies")
@requires(Permission.DUTY_READ)
def policies() -> ResponseReturnValue:
    day, viewer, found = today(), current_actor(), queries.policies()
    return page(
        "duties/policies.html",
        policies=found,
        in_force={edition.policy_id: edition for edition in queries.editions_on(day)},
        ahead={
            each.id: [one for one in queries.editions_of(each, viewer=viewer) if standing_on(one, day) in TO_COME]
            for each in found
        },
    )


@bp.get("/policies/<uuid:policy_id>")
@requires(Permission.DUTY_READ)
def policy(policy_id: UUID) -> ResponseReturnValue:
    found, day = queries.get_policy(policy_id), today()
    editions = queries.editions_of(found, viewer=current_actor())
    in_force = queries.edition_on(found, day)
    return page(
        "duties/policy.html",
        policy=found,
        editions=editions,
        standings={edition.id: standing_on(edition, day) for edition in editions},
        terms={edition.id: term_words(edition) for edition in editions},
        in_force=in_force,
        goes_on=in_force is not None and last_day_of(in_force) is None,
        rules=rule_words(in_force.rules, programme_names()) if in_force else [],
    )


@bp.get("/editions/<uuid:edition_id>")
@requires(Permission.DUTY_READ)
def edition(edition_id: UUID) -> ResponseReturnValue:
    found = edition_at(edition_id)
    others = [each for each in queries.editions_of(found.policy, viewer=current_actor()) if each is not found]
    return page(
        "duties/edition.html",
        policy=found.policy,
        edition=found,
        steps=history(POLICY_EDITION_STATES, found.id),
        standing=standing_on(found, today()),
        term=term_words(found),
        rules=rule_words(found.rules, programme_names()),
        waiting=waiting_words(found.rules),
        earlier=next((each for each in others if each.starts_on <= found.starts_on), None),
        action=ActionForm(),
    )


@bp.get("/policies/<uuid:policy_id>/compare")
@requires(Permission.DUTY_READ)
def compare(policy_id: UUID) -> ResponseReturnValue:
    """Two editions of one policy; the latest two unless the address names others."""
    found, form = queries.get_policy(policy_id), CompareForm()
    editions = {str(each.id): each for each in queries.editions_of(found, viewer=current_actor())}
    if not editions:
        return page("duties/compare.html", policy=found, filter=form, after=None)
    form.offer([(key, edition_words(each)) for key, each in editions.items()])
    before, after = editions[form.before.data], editions[form.after.data]
    return page(
        "duties/compare.html",
        policy=found,
        filter=form,
        after=after,
        before_words=edition_words(before),
        after_words=edition_words(after),
        rows=changes_between(before.rules, after.rules, programme_names()),
        is_same=before.rules == after.rules,
    )
