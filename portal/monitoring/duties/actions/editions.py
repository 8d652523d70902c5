"""How a policy and its editions come about, change as drafts, count from a day on and end."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.audit.steps import take
from portal.core.clock import FIRST_YEAR, LAST_YEAR, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Actor, Permission
from portal.extensions import current_settings, db
from portal.monitoring.duties.contradictions import refuse_contradictions, refuse_laxer
from portal.monitoring.duties.models import DutyPolicy, DutyPolicyEdition
from portal.monitoring.duties.queries import edition_on
from portal.monitoring.duties.rules import PolicyRules, to_document
from portal.monitoring.duties.states import POLICY_EDITION_STATES, PolicyEditionState, PolicyEditionVerb

_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")


@dataclass(frozen=True)
class PolicyDetails:
    """`code` is a short name in Latin letters that never changes; `source` tells where the rules come from."""

    code: str
    name: str
    summary: str = ""
    source: str = ""


@dataclass(frozen=True)
class EditionText:
    """What a draft says: when it begins and, where that is known, ends; the rules; why they are so."""

    starts_on: date
    ends_on: date | None
    rules: PolicyRules
    note: str = ""


def open_policy(details: PolicyDetails, *, actor: Actor, now: datetime) -> DutyPolicy:
    """A new policy behind all others, still without an edition."""
    actor.require(Permission.POLICY_MANAGE)
    if not _CODE.fullmatch(details.code):
        raise DomainError(N_("짧은 이름은 영어 소문자로 시작하고 소문자, 숫자, 밑줄만 씁니다. 예: mapo_2027"), "code")
    last = db.session.scalar(select(func.max(DutyPolicy.position))) or 0
    policy = DutyPolicy(
        code=details.code,
        name=details.name,
        summary=details.summary,
        source=details.source,
        position=last + 1,
        created_at=now,
    )
    db.session.add(policy)
    db.session.flush()
    record("policy.add", actor=actor, now=now, subject=("duty_policy", policy.id))
    return policy


def draft_edition(
    policy: DutyPolicy, starts_on: date, *, based_on: DutyPolicyEdition | None = None, actor: Actor, now: datetime
) -> DutyPolicyEdition:
    """A draft with the rules of `based_on`, of the latest published edition, or none for a new policy."""
    actor.require(Permission.POLICY_MANAGE)
    _refuse_strange_days(starts_on)
    _lock(policy)
    base = based_on or _latest(policy)
    rules = base.rules if base else PolicyRules()
    return _add(policy, EditionText(starts_on, None, rules), actor, now)


def edit_edition(edition: DutyPolicyEdition, text: EditionText, *, actor: Actor, now: datetime) -> None:
    """Change a draft."""
    actor.require(Permission.POLICY_MANAGE)
    _refuse_strange_days(text.starts_on, text.ends_on)
    _refuse_unusable(text.rules)
    _refresh(edition)
    if edition.state is not PolicyEditionState.DRAFT:
        raise Conflict(N_("발행했거나 버린 판은 고칠 수 없습니다. 새 판을 써 주십시오."))
    edition.document = to_document(text.rules)
    edition.starts_on, edition.ends_on, edition.note = text.starts_on, text.ends_on, text.note
    edition.written_by_id, edition.written_at = actor.user_id, now
    db.session.flush()
    _record_for("policy.edit", edition, actor, now)


def publish_edition(edition: DutyPolicyEdition, *, actor: Actor, now: datetime) -> None:
    """Let a draft ask from its first day on, today or later: the sweep of that day lets what is due follow it."""
    actor.require(Permission.POLICY_MANAGE)
    _refresh(edition)
    _refuse_unusable(edition.rules)
    today = day_of(now)
    if edition.starts_on < today:
        raise DomainError(
            N_("지난 날부터 시작하는 판은 발행할 수 없습니다. 시작하는 날을 오늘이나 그 뒤로 고쳐 주십시오."),
            "starts_on",
        )
    in_force = edition_on(edition.policy, today)
    if in_force is not None and in_force.starts_on == edition.starts_on:
        raise Conflict(N_("오늘 시작한 판이 이미 있습니다. 시작하는 날을 내일이나 그 뒤로 고쳐 주십시오."), "starts_on")
    _step(edition, PolicyEditionVerb.PUBLISH, actor, now, valid_from=str(edition.starts_on))
    edition.published_by_id, edition.published_at = actor.user_id, now
    db.session.flush()


def discard_edition(edition: DutyPolicyEdition, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away; it stays in the list as discarded."""
    actor.require(Permission.POLICY_MANAGE)
    _refresh(edition)
    _step(edition, PolicyEditionVerb.DISCARD, actor, now)
    db.session.flush()


def end_policy(policy: DutyPolicy, last_day: date, *, actor: Actor, now: datetime) -> DutyPolicyEdition:
    """Let a policy end after `last_day`, today or later; a later edition may begin it again."""
    actor.require(Permission.POLICY_MANAGE)
    _refuse_strange_days(last_day)
    if last_day < day_of(now):
        raise DomainError(N_("지난 날로 끝낼 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), "last_day")
    _lock(policy)
    edition = edition_on(policy, last_day)
    if edition is None:
        raise Conflict(N_("그날 시행하는 판이 없어 끝낼 것이 없습니다."), "last_day")
    if edition.ends_on is not None:
        raise Conflict(N_("끝나는 날이 이미 정해져 있습니다."), "last_day")
    if any(_is_published(each) and each.starts_on > last_day for each in policy.editions):
        raise Conflict(
            N_("그 뒤에 시작하는 판을 이미 발행했습니다. 그 판이 시작한 뒤의 날을 적어 주십시오."), "last_day"
        )
    edition.ends_on = last_day
    db.session.flush()
    _record_for("policy.end", edition, actor, now, last_day=str(last_day))
    return edition


def add_published(policy: DutyPolicy, text: EditionText, *, actor: Actor, now: datetime) -> DutyPolicyEdition:
    """An edition as it is shipped: it may have begun long ago."""
    actor.require(Permission.POLICY_MANAGE)
    refuse_contradictions(text.rules)
    edition = _add(policy, text, actor, now)
    _step(edition, PolicyEditionVerb.PUBLISH, actor, now, valid_from=str(edition.starts_on))
    edition.published_at = now
    db.session.flush()
    return edition


def _add(policy: DutyPolicy, text: EditionText, actor: Actor, now: datetime) -> DutyPolicyEdition:
    edition = DutyPolicyEdition(
        policy_id=policy.id,
        policy=policy,
        number=max((each.number for each in policy.editions), default=0) + 1,
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        document=to_document(text.rules),
        note=text.note,
        written_by_id=actor.user_id,
        written_at=now,
    )
    db.session.add(edition)
    _step(edition, PolicyEditionVerb.DRAFT, actor, now)
    db.session.flush()
    return edition


def _latest(policy: DutyPolicy) -> DutyPolicyEdition | None:
    published = [edition for edition in policy.editions if _is_published(edition)]
    return max(published, key=lambda edition: (edition.starts_on, edition.number), default=None)


def _is_published(edition: DutyPolicyEdition) -> bool:
    return edition.state is PolicyEditionState.PUBLISHED


def _refuse_unusable(rules: PolicyRules) -> None:
    refuse_contradictions(rules)
    refuse_laxer(rules, current_settings().target)


def _refuse_strange_days(*days: date | None) -> None:
    if any(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise DomainError(N_("날짜의 해를 다시 확인해 주십시오."), "starts_on")


def _lock(policy: DutyPolicy) -> None:
    """Let nobody else number an edition of `policy` until this transaction ends."""
    db.session.flush()
    db.session.refresh(policy, with_for_update=True)
    db.session.expire(policy, ["editions"])


def _refresh(edition: DutyPolicyEdition) -> None:
    """The edition as it stands now, kept from others until this transaction ends; its policy, too."""
    _lock(edition.policy)
    anew = select(DutyPolicyEdition).where(DutyPolicyEdition.id == edition.id).with_for_update()
    db.session.scalars(anew.execution_options(populate_existing=True)).one()


def _step(edition: DutyPolicyEdition, verb: PolicyEditionVerb, actor: Actor, now: datetime, **details: Any) -> None:
    subject = ("duty_policy", edition.policy_id)
    take(
        POLICY_EDITION_STATES,
        edition,
        verb,
        actor=actor,
        now=now,
        subject=subject,
        edition=edition.number,
        **details,
    )


def _record_for(event: str, edition: DutyPolicyEdition, actor: Actor, now: datetime, **details: object) -> None:
    subject = ("duty_policy", edition.policy_id)
    record(event, actor=actor, now=now, subject=subject, edition=edition.number, **details)
