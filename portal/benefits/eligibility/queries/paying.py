"""Who may pay a service for somebody, and who was chosen to pay a line of the care plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.eligibility.payers import payer_order, payer_rule
from portal.benefits.eligibility.queries.answers import EditionFinding, findings
from portal.benefits.eligibility.queries.facts import facts_of
from portal.benefits.eligibility.rules import Finding, Said
from portal.benefits.eligibility.states import Answer
from portal.benefits.programmes.queries import EditionInForce, NamedProgramme
from portal.consortium.catalogue.models import Service
from portal.extensions import db
from portal.residents.households.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerOption:
    """A programme that may pay a service for somebody on a day, and why it stands where it does."""

    programme: NamedProgramme
    edition: EditionInForce
    finding: Finding
    own_percent: int
    rule: Said


def payers_for(person: Person, service: Service, day: date) -> list[PayerOption]:
    """The programmes that may pay `service` for `person` on `day`; the first is the one that the rule chooses."""
    return payers_among(findings(facts_of(person, day), day), service.code)


def payers_among(found: Sequence[EditionFinding], service_code: str) -> list[PayerOption]:
    """The same by what the programmes answered."""
    covering = [one for one in found if one.edition.rules.covers(service_code)]
    allowed = [one for one in covering if one.finding.answer is not Answer.NOT_ELIGIBLE]
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


@dataclass(frozen=True, slots=True)
class LinePayer:
    """Who pays a line of the plan on a day: `option` None is the person; `rule` is whom the rule would choose."""

    option: PayerOption | None
    choice: PayerChoice | None
    rule: PayerOption | None

    @property
    def is_void(self) -> bool:
        """Whether a programme was chosen that does not pay on that day, so that the person would."""
        return self.choice is not None and self.choice.programme_id is not None and self.option is None


def line_payers(person: Person, services: Mapping[UUID, Service], day: date) -> dict[UUID, LinePayer]:
    """Who pays each line on `day`, `services` by the ids of the lines; where nobody chose yet, whom the rule would."""
    found = findings(facts_of(person, day), day)
    choices = payers_of(list(services))
    return {
        line_id: _line_payer(choices.get(line_id), payers_among(found, service.code))
        for line_id, service in services.items()
    }


def _line_payer(choice: PayerChoice | None, options: Sequence[PayerOption]) -> LinePayer:
    rule = options[0] if options else None
    if choice is None:
        return LinePayer(rule, None, rule)
    chosen = next((option for option in options if option.programme.id == choice.programme_id), None)
    return LinePayer(chosen, choice, rule)
