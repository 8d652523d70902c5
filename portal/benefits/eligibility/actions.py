"""Keeps what is known of income and groups, the answers given, and who pays a line of the care plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.audit import actions as audit
from portal.benefits.eligibility import changes, rules
from portal.benefits.eligibility.models import EligibilityCheck, GroupMembership, IncomeVerification, PayerChoice
from portal.benefits.eligibility.queries import EditionFinding, facts_of, findings, groups_of, payer_of, payers_for
from portal.benefits.eligibility.rules import Facts
from portal.benefits.eligibility.states import Occasion, VerifiedBy
from portal.benefits.programmes.queries import median_income
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.consortium.catalogue.models import Service
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.residents.households.models import Person
from portal.residents.households.queries import get_person
from portal.residents.households.scope import require_scope

LARGEST_HOUSEHOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeFacts:
    """A band, by which table it was found, how and when it was seen, and from which day it counts."""

    band: IncomeBand
    table_year: int
    verified_by: VerifiedBy
    verified_on: date
    from_on: date
    household_size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """Whether somebody belongs to a group, how that is known, and from which day it counts."""

    group: PersonGroup
    verified_by: VerifiedBy
    from_on: date
    belongs: bool = True


def check_eligibility(
    person: Person,
    *,
    occasion: Occasion,
    subject_id: UUID | None,
    actor: Actor,
    now: datetime,
    day: date | None = None,
    facts: Facts | None = None,
) -> list[EligibilityCheck]:
    """Keep what each programme in force answers about `day`, today unless told: one row a programme.

    Without `facts`, what is known of the person on that day counts.
    """
    day = day or clock.day_of(now)
    facts = facts or facts_of(person, day)
    checks = [_check(one, person, occasion, subject_id, actor, now) for one in findings(facts, day)]
    db.session.add_all(checks)
    if checks:
        audit.record(
            "eligibility.checked",
            actor=actor,
            now=now,
            subject=("household", person.household_id),
            kind=occasion.value,
            day=day.isoformat(),
        )
    db.session.flush()
    return checks


def _check(
    one: EditionFinding, person: Person, occasion: Occasion, subject_id: UUID | None, actor: Actor, now: datetime
) -> EligibilityCheck:
    return EligibilityCheck(
        person_id=person.id,
        programme_id=one.programme.id,
        edition_id=one.edition.id,
        day=one.finding.day,
        occasion=occasion,
        subject_id=subject_id,
        answer=one.finding.answer,
        own_percent=one.finding.own_percent,
        conditions=rules.conditions_document(one.finding.conditions),
        checked_at=now,
        checked_by_id=actor.user_id,
    )


def verify_income(person: Person, facts: IncomeFacts, *, actor: Actor, now: datetime) -> IncomeVerification:
    """Keep the band that counts from a day on, check again and tell whom it concerns; never the amount."""
    _require_write(person, actor)
    refuse_income(facts, clock.day_of(now))
    row = IncomeVerification(
        person_id=person.id,
        band=facts.band,
        household_size=facts.household_size,
        table_year=facts.table_year,
        verified_by=facts.verified_by,
        verified_on=facts.verified_on,
        from_on=facts.from_on,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    db.session.add(row)
    _facts_changed("income.set", person, facts.from_on, actor, now)
    return row


def _require_write(person: Person, actor: Actor) -> None:
    actor.require(Permission.ELIGIBILITY_WRITE)
    require_scope(person.household_id, actor)


def refuse_income(facts: IncomeFacts, today: date) -> None:
    """Raise `DomainError` beside the field for a band that cannot be kept."""
    if facts.verified_on > today:
        raise DomainError(N_("확인한 날은 오늘까지의 날이어야 합니다."), "verified_on")
    if not 1 <= facts.household_size <= LARGEST_HOUSEHOLD:
        raise DomainError(N_("가구원 수는 1명에서 20명 사이로 적어 주십시오."), "household_size")
    if median_income(facts.table_year, facts.household_size) is None:
        raise DomainError(
            N_("%(year)d년 %(size)d인 가구의 기준 중위소득이 없습니다. 사무국이 표를 먼저 올려야 합니다."),
            "table_year",
            year=facts.table_year,
            size=facts.household_size,
        )


def _facts_changed(event: str, person: Person, from_on: date, actor: Actor, now: datetime) -> None:
    db.session.flush()
    audit.record(
        event, actor=actor, now=now, subject=("household", person.household_id), valid_from=from_on.isoformat()
    )
    day = max(from_on, clock.day_of(now))
    check_eligibility(person, occasion=Occasion.FACTS_CHANGED, subject_id=None, actor=actor, now=now, day=day)
    changes.tell_facts_changed(person.id, from_on, by=actor, now=now)


def set_group(person: Person, facts: GroupFacts, *, actor: Actor, now: datetime) -> GroupMembership:
    """Write whether `person` belongs to a group from a day on; what was known of that group ends the day before."""
    _require_write(person, actor)
    _end_open_rows(person, facts.group, facts.from_on - timedelta(days=1))
    row = GroupMembership(
        person_id=person.id,
        group=facts.group,
        belongs=facts.belongs,
        verified_by=facts.verified_by,
        from_on=facts.from_on,
        to_on=None,
        entered_by_id=actor.user_id,
        entered_at=now,
    )
    db.session.add(row)
    _facts_changed("group.set", person, facts.from_on, actor, now)
    return row


def end_group(person: Person, group: PersonGroup, last_day: date, *, actor: Actor, now: datetime) -> None:
    """After `last_day` nothing is known of that group any more."""
    _require_write(person, actor)
    if not _end_open_rows(person, group, last_day):
        raise DomainError(N_("그날 뒤로 적힌 것이 없습니다. 이미 모르는 상태입니다."), "group")
    _facts_changed("group.ended", person, last_day + timedelta(days=1), actor, now)


def _end_open_rows(person: Person, group: PersonGroup, last_day: date) -> int:
    """End what is known of the group and would count after `last_day`; returns how many rows that were."""
    going_on = [
        row for row in groups_of(person.id) if row.group is group and (row.to_on is None or row.to_on > last_day)
    ]
    for row in going_on:
        row.to_on = last_day
    return len(going_on)


def choose_payer(
    plan_line_id: UUID,
    person: Person,
    service: Service,
    programme_id: UUID | None,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> PayerChoice:
    """Name who pays a line; None is the person. Another than the rule chooses needs a reason, and must be allowed."""
    _require_write(person, actor)
    refuse_resident_number(reason)
    options = payers_for(person, service, clock.day_of(now))
    first = options[0].programme.id if options else None
    if programme_id is not None and programme_id not in {option.programme.id for option in options}:
        raise DomainError(N_("이 서비스를 지원할 수 없는 사업입니다. 다시 골라 주십시오."), "programme")
    if programme_id != first and not reason.strip():
        raise DomainError(N_("규칙과 다르게 고른 이유를 적어 주십시오."), "reason")
    choice = _keep_payer(plan_line_id, person, programme_id, programme_id == first, reason.strip(), actor, now)
    changes.tell_payer_chosen(plan_line_id, by=actor, now=now)
    return choice


def choose_payer_by_rule(
    plan_line_id: UUID, person: Person, service: Service, *, actor: Actor, now: datetime, day: date | None = None
) -> PayerChoice:
    """Name whom the rule chooses on `day`, today unless told: the first of `payers_for`, or the person for want of one.

    A line that the rule gave to the same payer before is left as it is.
    """
    options = payers_for(person, service, day or clock.day_of(now))
    programme_id = options[0].programme.id if options else None
    before = payer_of(plan_line_id)
    if before is not None and before.by_rule and before.programme_id == programme_id:
        return before
    choice = _keep_payer(plan_line_id, person, programme_id, True, "", actor, now)
    changes.tell_payer_chosen(plan_line_id, by=actor, now=now)
    return choice


def carry_payer(choice: PayerChoice, plan_line_id: UUID, *, actor: Actor, now: datetime) -> PayerChoice:
    """The same choice for the line that takes the place of the one it was made for."""
    actor.require(Permission.ELIGIBILITY_WRITE)
    person = get_person(choice.person_id)
    return _keep_payer(plan_line_id, person, choice.programme_id, choice.by_rule, choice.reason, actor, now)


def _keep_payer(
    plan_line_id: UUID,
    person: Person,
    programme_id: UUID | None,
    by_rule: bool,
    reason: str,
    actor: Actor,
    now: datetime,
) -> PayerChoice:
    choice = PayerChoice(
        plan_line_id=plan_line_id,
        person_id=person.id,
        programme_id=programme_id,
        by_rule=by_rule,
        reason=reason,
        chosen_by_id=actor.user_id,
        chosen_at=now,
    )
    db.session.add(choice)
    db.session.flush()
    audit.record(
        "payer.chosen",
        actor=actor,
        now=now,
        subject=("household", person.household_id),
        was_suggested=by_rule,
    )
    return choice
