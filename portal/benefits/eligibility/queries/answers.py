"""What the programmes answer, and the answers that were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.benefits.eligibility.models import EligibilityCheck
from portal.benefits.eligibility.queries.facts import facts_of
from portal.benefits.eligibility.rules import Facts, Finding, find
from portal.benefits.eligibility.states import Answer
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import EditionInForce, NamedProgramme, editions_in_force
from portal.extensions import db
from portal.residents.households.models import Person

SHOWN_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class EditionFinding:
    """What one edition answers."""

    edition: EditionInForce
    finding: Finding

    @property
    def programme(self) -> NamedProgramme:
        return self.edition.programme


def finding_of(person: Person, edition: ProgrammeEdition, day: date, *, urgent: bool | None = None) -> Finding:
    """What `edition` answers for `person` on `day`."""
    return find(edition.rules, facts_of(person, day, urgent=urgent), day)


def findings(facts: Facts, day: date) -> list[EditionFinding]:
    """What each programme in force on `day` answers, in the programmes' order."""
    return [EditionFinding(edition, find(edition.rules, facts, day)) for edition in editions_in_force(day)]


@dataclass(frozen=True, slots=True)
class Change:
    """What one programme answers before and after; None where it answers nothing then."""

    programme: NamedProgramme
    before: Finding | None
    after: Finding | None

    @property
    def is_change(self) -> bool:
        return _outcome(self.before) != _outcome(self.after)


def _outcome(finding: Finding | None) -> tuple[Answer, int | None] | None:
    return (finding.answer, finding.own_percent) if finding else None


def changes_by(before: Facts, after: Facts, day: date) -> list[Change]:
    """What each programme in force on `day` answers to the one and to the other."""
    return [
        Change(edition.programme, find(edition.rules, before, day), find(edition.rules, after, day))
        for edition in editions_in_force(day)
    ]


def checks_of(subject_id: UUID) -> Sequence[EligibilityCheck]:
    """The newest answer of each programme that was kept for an application or a plan."""
    return _newest_of_each(_checks().where(EligibilityCheck.subject_id == subject_id))


def latest_checks(person_id: UUID) -> Sequence[EligibilityCheck]:
    """The newest answer of each programme to somebody."""
    return _newest_of_each(_checks().where(EligibilityCheck.person_id == person_id))


def checks_of_person(person_id: UUID) -> Sequence[EligibilityCheck]:
    """What somebody was answered over time, the newest first."""
    return db.session.scalars(_checks().where(EligibilityCheck.person_id == person_id).limit(SHOWN_AT_MOST)).all()


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


def newest_days(person_ids: Sequence[UUID]) -> dict[UUID, date]:
    """For which day each of these people was answered last; who never was is left out."""
    statement = select(EligibilityCheck.person_id, func.max(EligibilityCheck.day)).where(
        EligibilityCheck.person_id.in_(person_ids)
    )
    return dict(db.session.execute(statement.group_by(EligibilityCheck.person_id)).all())
