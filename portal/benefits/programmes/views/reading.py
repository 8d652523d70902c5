"""Pages that show programmes: the list, one with its editions, an edition, two editions side by side."""

from datetime import date
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history
from portal.benefits.programmes import queries
from portal.benefits.programmes.forms import CompareForm
from portal.benefits.programmes.rules import RULE_FIELDS
from portal.benefits.programmes.states import PROGRAMME_EDITION_STATES
from portal.benefits.programmes.views.blueprint import bp, edition_at
from portal.benefits.programmes.views.presentation import changes_between, rule_words
from portal.consortium.catalogue.queries import all_services
from portal.core import clock
from portal.core.editions import TO_COME, EditionState
from portal.core.permissions import Permission
from portal.db.editions import last_day_of, standing_on
from portal.web.access import current_actor, requires
from portal.web.editions import edition_words, term_words
from portal.web.forms import ActionForm
from portal.web.pages import page


def today() -> date:
    return clock.day_of(clock.now())


def service_names() -> dict[str, str]:
    """The names of all services by their codes."""
    return {service.code: service.name for service in all_services()}


@bp.get("")
@requires(Permission.PROGRAMME_READ)
def programmes() -> ResponseReturnValue:
    day, viewer = today(), current_actor()
    found = queries.programmes()
    in_force = {edition.programme_id: edition for edition in queries.editions_on(day)}
    return page(
        "programmes/list.html",
        programmes=found,
        in_force=in_force,
        rules={programme_id: edition.rules for programme_id, edition in in_force.items()},
        ahead={
            each.id: [
                edition for edition in queries.editions_of(each, viewer=viewer) if standing_on(edition, day) in TO_COME
            ]
            for each in found
        },
    )


@bp.get("/<uuid:programme_id>")
@requires(Permission.PROGRAMME_READ)
def programme(programme_id: UUID) -> ResponseReturnValue:
    found, day, viewer = queries.get_programme(programme_id), today(), current_actor()
    editions = queries.editions_of(found, viewer=viewer)
    in_force = queries.edition_on(found, day)
    return page(
        "programmes/programme.html",
        programme=found,
        editions=editions,
        standings={edition.id: standing_on(edition, day) for edition in editions},
        terms={edition.id: term_words(edition) for edition in editions},
        in_force=in_force,
        goes_on=in_force is not None and last_day_of(in_force) is None,
        rules=rule_words(in_force.rules, service_names()) if in_force else [],
        latest=next((each for each in editions if each.state is EditionState.PUBLISHED), None),
        today=day,
    )


@bp.get("/editions/<uuid:edition_id>")
@requires(Permission.PROGRAMME_READ)
def edition(edition_id: UUID) -> ResponseReturnValue:
    found = edition_at(edition_id)
    standing = standing_on(found, today())
    others = [each for each in queries.editions_of(found.programme, viewer=current_actor()) if each is not found]
    rules = rule_words(found.rules, service_names())
    return page(
        "programmes/edition.html",
        programme=found.programme,
        edition=found,
        steps=history(PROGRAMME_EDITION_STATES, found.id),
        standing=standing,
        is_to_come=standing in TO_COME,
        term=term_words(found),
        rules=rules,
        sourceless=[rule for rule in rules if rule.field in found.rules.settings],
        earlier=next((each for each in others if each.starts_on <= found.starts_on), None),
        action=ActionForm(),
    )


@bp.get("/<uuid:programme_id>/compare")
@requires(Permission.PROGRAMME_READ)
def compare(programme_id: UUID) -> ResponseReturnValue:
    """Two editions of one programme; the latest two unless the address names others."""
    found = queries.get_programme(programme_id)
    editions = {str(each.id): each for each in queries.editions_of(found, viewer=current_actor())}
    form = CompareForm()
    changes = []
    before = after = None
    if editions:
        form.offer([(key, edition_words(each)) for key, each in editions.items()])
        before, after = editions[form.before.data], editions[form.after.data]
        changes = changes_between(before.rules, after.rules, service_names())
    return page(
        "programmes/compare.html",
        programme=found,
        filter=form,
        before=before,
        after=after,
        before_words=edition_words(before) if before else "",
        after_words=edition_words(after) if after else "",
        changes=changes,
        same=[rule for rule in rule_words(after.rules, service_names()) if rule.field not in {c.field for c in changes}]
        if after
        else [],
        count=len(RULE_FIELDS),
        back=url_for(".programme", programme_id=programme_id),
    )
