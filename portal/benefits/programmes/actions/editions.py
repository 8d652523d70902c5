"""How a programme and its editions come about, change as drafts, count from a day on and end."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.audit.editions import Details, Editions, EditionText
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.rules import (
    ProgrammeRules,
    changed_fields,
    decided,
    refuse_contradictions,
    to_document,
    without_money,
)
from portal.benefits.programmes.states import PROGRAMME_EDITION_STATES
from portal.consortium.catalogue.models import Service
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

EDITIONS = Editions(Programme, ProgrammeEdition, PROGRAMME_EDITION_STATES)


def open_programme(details: Details, *, actor: Actor, now: datetime) -> Programme:
    """A new programme behind all others, still without an edition."""
    actor.require(Permission.PROGRAMME_MANAGE)
    programme = EDITIONS.open(details, now=now)
    record("programme.add", actor=actor, now=now, subject=("programme", programme.id))
    return programme


def draft_edition(
    programme: Programme, starts_on: date, *, based_on: ProgrammeEdition | None = None, actor: Actor, now: datetime
) -> ProgrammeEdition:
    """A draft with the rules of `based_on`, of the latest published edition, or none for a new programme."""
    actor.require(Permission.PROGRAMME_MANAGE)
    latest = EDITIONS.base(programme, starts_on)
    base = based_on or latest
    text = EditionText(starts_on, None, base.rules if base else ProgrammeRules())
    return EDITIONS.add(programme, text, to_document(text.rules), actor=actor, now=now)


def edit_edition(edition: ProgrammeEdition, text: EditionText[ProgrammeRules], *, actor: Actor, now: datetime) -> None:
    """Change a draft.

    A rule that stays as it was keeps its source or its mark as a setting; what changes the office decided.
    """
    actor.require(Permission.PROGRAMME_MANAGE)
    rules = text.rules if text.rules.pays else without_money(text.rules)
    _refuse_unusable(rules)
    EDITIONS.lock_draft(edition, text)
    changed = changed_fields(edition.rules, rules)
    EDITIONS.write(edition, text, to_document(decided(edition.rules, rules)), actor=actor, now=now)
    EDITIONS.record_for("programme.edit", edition, actor, now, fields=list(changed))


def publish_edition(edition: ProgrammeEdition, *, actor: Actor, now: datetime) -> None:
    """Let a draft count from its first day on: today or later, so that no decision made before is touched."""
    actor.require(Permission.PROGRAMME_MANAGE)
    EDITIONS.refresh(edition)
    _refuse_unusable(edition.rules)
    EDITIONS.refuse_beginning(edition, day_of(now))
    edition.published_by_id = actor.user_id
    EDITIONS.publish(edition, actor=actor, now=now)
    if edition.ends_on is not None:
        tell(Event.PROGRAMME_ENDED, edition.programme_id, actor=actor, now=now, last_day=edition.ends_on)


def discard_edition(edition: ProgrammeEdition, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away; it stays in the list as discarded."""
    actor.require(Permission.PROGRAMME_MANAGE)
    EDITIONS.discard(edition, actor=actor, now=now)


def end_programme(programme: Programme, last_day: date, *, actor: Actor, now: datetime) -> ProgrammeEdition:
    """Let a programme end after `last_day`, today or later; a later edition may begin it again."""
    actor.require(Permission.PROGRAMME_MANAGE)
    edition = EDITIONS.end(programme, last_day, now=now)
    EDITIONS.record_for("programme.end", edition, actor, now, last_day=str(last_day))
    tell(Event.PROGRAMME_ENDED, programme.id, actor=actor, now=now, last_day=last_day)
    return edition


def add_published(
    programme: Programme, text: EditionText[ProgrammeRules], *, actor: Actor, now: datetime
) -> ProgrammeEdition:
    """An edition as it is shipped: it may have begun long ago, and nobody here published it."""
    actor.require(Permission.PROGRAMME_MANAGE)
    _refuse_unusable(text.rules)
    edition = EDITIONS.add(programme, text, to_document(text.rules), actor=actor, now=now)
    EDITIONS.publish(edition, actor=actor, now=now)
    return edition


def _refuse_unusable(rules: ProgrammeRules) -> None:
    refuse_contradictions(rules)
    _refuse_unknown_services(rules.services)


def _refuse_unknown_services(codes: Collection[str]) -> None:
    known = set(db.session.scalars(select(Service.code).where(Service.code.in_(codes))))
    if set(codes) - known:
        raise DomainError(N_("서비스 목록에 없는 서비스가 있습니다. 다시 골라 주십시오."), "services")
