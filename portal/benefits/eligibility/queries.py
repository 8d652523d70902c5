"""Reads of what is known of a person, of the answers kept, and of who may pay a line of the care plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from portal.benefits.eligibility.models import EligibilityCheck, GroupMembership, IncomeVerification, PayerChoice
from portal.benefits.eligibility.payers import payer_order, payer_rule
from portal.benefits.eligibility.rules import Facts, Finding, Said, find
from portal.benefits.eligibility.states import Answer, Occasion, VerifiedBy
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import editions_on
from portal.benefits.programmes.states import PersonGroup
from portal.consortium.catalogue.models import Service
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Person

_URGENT = {Urgency.URGENT: True, Urgency.SOON: None, Urgency.NORMAL: False}
"""`SOON` is also what people get who do not know: the coordinator finds out."""


@dataclass(frozen=True, slots=True)
class EditionFinding:
    """What one edition answers."""

    edition: ProgrammeEdition
    finding: Finding

    @property
    def programme(self) -> Programme:
        return self.edition.programme


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerOption:
    """A programme that may pay a service for somebody on a day, and why it stands where it does."""

    programme: Programme
    edition: ProgrammeEdition
    finding: Finding
    own_percent: int
    rule: Said


def urgency_means(urgency: Urgency) -> bool | None:
    """Whether somebody who chose `urgency` needs help urgently; None is not known."""
    return _URGENT[urgency]


def facts_of(person: Person, day: date, *, urgent: bool | None = None) -> Facts:
    """What is known of `person` on `day`; without `urgent` their newest application tells."""
    income = income_on(person.id, day)
    verified = income if income is not None and income.verified_by is not VerifiedBy.DECLARED else None
    groups = group_rows_on(person.id, day)
    return Facts(
        birth_on=person.birth_on,
        dong_code=person.household.dong_code,
        lives_alone=person.household.lives_alone,
        groups=frozenset(row.group for row in groups if row.belongs and row.verified_by is not VerifiedBy.DECLARED),
        claimed_groups=frozenset(row.group for row in groups if row.belongs and row.verified_by is VerifiedBy.DECLARED),
        denied_groups=frozenset(row.group for row in groups if not row.belongs),
        band=verified.band if verified else None,
        table_year=verified.table_year if verified else None,
        urgent=urgent if urgent is not None else _urgent_by_application(person),
    )


def _urgent_by_application(person: Person) -> bool | None:
    newest = (
        select(Application.urgency)
        .where(Application.person_id == person.id)
        .order_by(Application.received_at.desc(), Application.id.desc())
        .limit(1)
    )
    urgency = db.session.scalar(newest)
    return urgency_means(urgency) if urgency else None


def income_on(person_id: UUID, day: date) -> IncomeVerification | None:
    """The band that counts on `day`, verified or only told."""
    return db.session.scalars(_incomes(person_id).where(IncomeVerification.from_on <= day).limit(1)).first()


def incomes_of(person_id: UUID) -> Sequence[IncomeVerification]:
    """Every band that was ever entered, the one that counts last first."""
    return db.session.scalars(_incomes(person_id)).all()


def _incomes(person_id: UUID) -> Select[IncomeVerification]:
    return (
        select(IncomeVerification)
        .where(IncomeVerification.person_id == person_id)
        .order_by(IncomeVerification.from_on.desc(), IncomeVerification.entered_at.desc(), IncomeVerification.id.desc())
    )


def groups_of(person_id: UUID) -> Sequence[GroupMembership]:
    """Everything that was ever entered about groups, the newest first."""
    return db.session.scalars(_groups(person_id)).all()


def group_rows_on(person_id: UUID, day: date) -> list[GroupMembership]:
    """For each group what counts on `day`: of what was entered for that day, the newest."""
    holds = (GroupMembership.from_on <= day, or_(GroupMembership.to_on.is_(None), GroupMembership.to_on >= day))
    newest: dict[PersonGroup, GroupMembership] = {}
    for row in db.session.scalars(_groups(person_id).where(*holds)):
        newest.setdefault(row.group, row)
    return [newest[group] for group in sorted(newest)]


def _groups(person_id: UUID) -> Select[GroupMembership]:
    return (
        select(GroupMembership)
        .where(GroupMembership.person_id == person_id)
        .order_by(GroupMembership.from_on.desc(), GroupMembership.entered_at.desc(), GroupMembership.id.desc())
    )


def finding_of(person: Person, edition: ProgrammeEdition, day: date, *, urgent: bool | None = None) -> Finding:
    """What `edition` answers for `person` on `day`."""
    return find(edition.rules, facts_of(person, day, urgent=urgent), day)


def findings(facts: Facts, day: date) -> list[EditionFinding]:
    """What each programme in force on `day` answers, in the programmes' order."""
    return [EditionFinding(edition, find(edition.rules, facts, day)) for edition in editions_on(day)]


def payers_for(person: Person, service: Service, day: date) -> list[PayerOption]:
    """The programmes that may pay `service` for `person` on `day`; the first is the one that the rule chooses."""
    found = [one for one in findings(facts_of(person, day), day) if one.edition.rules.covers(service.code)]
    allowed = [one for one in found if one.finding.answer is not Answer.NOT_ELIGIBLE]
    allowed.sort(key=lambda one: payer_order(one.finding, one.programme.position))
    ordered = [one.finding for one in allowed]
    return [
        PayerOption(
            programme=one.programme,
            edition=one.edition,
            finding=one.finding,
            own_percent=one.finding.own_percent or 0,
            rule=payer_rule(ordered, place),
        )
        for place, one in enumerate(allowed)
    ]


def payer_of(plan_line_id: UUID) -> PayerChoice | None:
    """The choice that counts for a line of the care plan: the newest."""
    return db.session.scalars(_choices([plan_line_id]).limit(1)).first()


def payers_of(plan_line_ids: Sequence[UUID]) -> dict[UUID, PayerChoice]:
    """`payer_of` for many lines by one statement."""
    chosen: dict[UUID, PayerChoice] = {}
    for choice in db.session.scalars(_choices(plan_line_ids)):
        chosen.setdefault(choice.plan_line_id, choice)
    return chosen


def _choices(plan_line_ids: Sequence[UUID]) -> Select[PayerChoice]:
    return (
        select(PayerChoice)
        .where(PayerChoice.plan_line_id.in_(plan_line_ids))
        .options(joinedload(PayerChoice.programme))
        .order_by(PayerChoice.chosen_at.desc(), PayerChoice.id.desc())
    )


def payer_on(plan_line_id: UUID | None, person: Person, service: Service, day: date) -> PayerOption | None:
    """Who pays a booking on `day`: whom the line names while that is still allowed, else whom the rule chooses.

    None: the person pays, because the line says so or because no programme may.
    """
    choice = payer_of(plan_line_id) if plan_line_id else None
    if choice is not None and choice.programme_id is None and not choice.by_rule:
        return None
    options = payers_for(person, service, day)
    chosen = choice.programme_id if choice else None
    return next((option for option in options if option.programme.id == chosen), options[0] if options else None)


def checks_of(subject_id: UUID) -> Sequence[EligibilityCheck]:
    """The newest answer of each programme that was kept for an application or a plan."""
    return _newest_of_each(_checks().where(EligibilityCheck.subject_id == subject_id))


def latest_checks(person_id: UUID) -> Sequence[EligibilityCheck]:
    """The newest answer of each programme to somebody."""
    return _newest_of_each(_checks().where(EligibilityCheck.person_id == person_id))


def _checks() -> Select[EligibilityCheck]:
    return (
        select(EligibilityCheck)
        .join(EligibilityCheck.programme)
        .options(joinedload(EligibilityCheck.programme), joinedload(EligibilityCheck.edition))
        .order_by(EligibilityCheck.checked_at.desc(), Programme.position, EligibilityCheck.id.desc())
    )


def _newest_of_each(statement: Select[EligibilityCheck]) -> list[EligibilityCheck]:
    newest: dict[UUID, EligibilityCheck] = {}
    for check in db.session.scalars(statement):
        newest.setdefault(check.programme_id, check)
    return sorted(newest.values(), key=lambda check: check.programme.position)


def was_checked(person_id: UUID, day: date, occasion: Occasion) -> bool:
    """Whether an answer for exactly `day` is kept."""
    kept = select(EligibilityCheck.id).where(
        EligibilityCheck.person_id == person_id, EligibilityCheck.day == day, EligibilityCheck.occasion == occasion
    )
    return db.session.scalar(kept.limit(1)) is not None
