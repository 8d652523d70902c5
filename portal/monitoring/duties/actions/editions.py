"""How a policy and its editions come about, change as drafts, count from a day on and end."""

from datetime import date, datetime

from portal.audit.actions import record
from portal.audit.editions import Details, Editions, EditionText
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.monitoring.duties.contradictions import refuse_contradictions, refuse_laxer
from portal.monitoring.duties.models import DutyPolicy, DutyPolicyEdition
from portal.monitoring.duties.rules import PolicyRules, to_document
from portal.monitoring.duties.states import POLICY_EDITION_STATES

EDITIONS = Editions(DutyPolicy, DutyPolicyEdition, POLICY_EDITION_STATES)


def open_policy(details: Details, *, actor: Actor, now: datetime) -> DutyPolicy:
    """A new policy behind all others, still without an edition."""
    actor.require(Permission.POLICY_MANAGE)
    policy = EDITIONS.open(details, now=now)
    record("policy.add", actor=actor, now=now, subject=("duty_policy", policy.id))
    return policy


def draft_edition(
    policy: DutyPolicy, starts_on: date, *, based_on: DutyPolicyEdition | None = None, actor: Actor, now: datetime
) -> DutyPolicyEdition:
    """A draft with the rules of `based_on`, of the latest published edition, or none for a new policy."""
    actor.require(Permission.POLICY_MANAGE)
    latest = EDITIONS.base(policy, starts_on)
    base = based_on or latest
    text = EditionText(starts_on, None, base.rules if base else PolicyRules())
    return EDITIONS.add(policy, text, to_document(text.rules), actor=actor, now=now)


def edit_edition(edition: DutyPolicyEdition, text: EditionText[PolicyRules], *, actor: Actor, now: datetime) -> None:
    """Change a draft."""
    actor.require(Permission.POLICY_MANAGE)
    _refuse_unusable(text.rules)
    EDITIONS.lock_draft(edition, text)
    EDITIONS.write(edition, text, to_document(text.rules), actor=actor, now=now)
    EDITIONS.record_for("policy.edit", edition, actor, now)


def publish_edition(edition: DutyPolicyEdition, *, actor: Actor, now: datetime) -> None:
    """Let a draft ask from its first day on, today or later: the sweep of that day lets what is due follow it."""
    actor.require(Permission.POLICY_MANAGE)
    EDITIONS.refresh(edition)
    _refuse_unusable(edition.rules)
    EDITIONS.refuse_beginning(edition, day_of(now))
    edition.published_by_id = actor.user_id
    EDITIONS.publish(edition, actor=actor, now=now)


def discard_edition(edition: DutyPolicyEdition, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away; it stays in the list as discarded."""
    actor.require(Permission.POLICY_MANAGE)
    EDITIONS.discard(edition, actor=actor, now=now)


def end_policy(policy: DutyPolicy, last_day: date, *, actor: Actor, now: datetime) -> DutyPolicyEdition:
    """Let a policy end after `last_day`, today or later; a later edition may begin it again."""
    actor.require(Permission.POLICY_MANAGE)
    edition = EDITIONS.end(policy, last_day, now=now)
    EDITIONS.record_for("policy.end", edition, actor, now, last_day=str(last_day))
    return edition


def add_published(
    policy: DutyPolicy, text: EditionText[PolicyRules], *, actor: Actor, now: datetime
) -> DutyPolicyEdition:
    """An edition as it is shipped: it may have begun long ago, and nobody here published it."""
    actor.require(Permission.POLICY_MANAGE)
    refuse_contradictions(text.rules)
    edition = EDITIONS.add(policy, text, to_document(text.rules), actor=actor, now=now)
    EDITIONS.publish(edition, actor=actor, now=now)
    return edition


def _refuse_unusable(rules: PolicyRules) -> None:
    refuse_contradictions(rules)
    refuse_laxer(rules, current_settings().target)
