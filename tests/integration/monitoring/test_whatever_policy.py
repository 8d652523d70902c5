"""Whatever becomes of a policy, only its edition in force asks, and what was missed stays as it was."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.editions import EditionText
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.monitoring.duties.actions import draft_edition, edit_edition, end_policy, keep_all, publish_edition
from portal.monitoring.duties.models import CareDuty, DutyPolicy
from portal.monitoring.duties.queries import editions_on
from portal.monitoring.duties.rules import PolicyRules
from portal.monitoring.duties.states import DutyOutcome
from tests.factories.consortium import NOW
from tests.factories.coordinators import OFFICE, make_assessed, make_coordinator
from tests.factories.duties import HOME_VISIT, IN_TWO_DAYS, MONTHLY, TASK, WEEKLY, make_policy

EVENTS, HOMES, SEED = 50, 4, 20261129
RULES = (HOME_VISIT, IN_TWO_DAYS, MONTHLY, TASK, WEEKLY)


class Policy:
    """What happens to one policy and to some households; `chance` decides."""

    def __init__(self, policy: DutyPolicy, cases: list[CareCase], chance: Random) -> None:
        self.policy, self.cases, self.chance = policy, cases, chance

    def publish(self, now: datetime) -> None:
        """Where another began today already it stays a draft."""
        starts_on = day_of(now) + timedelta(days=self.chance.choice([0, 0, 4]))
        rules = PolicyRules(tuple(self.chance.sample(RULES, self.chance.randint(1, len(RULES)))))
        draft = draft_edition(self.policy, starts_on, actor=OFFICE, now=now)
        edit_edition(draft, EditionText(starts_on, None, rules), actor=OFFICE, now=now)
        with suppress(DomainError):
            publish_edition(draft, actor=OFFICE, now=now)

    def end(self, now: datetime) -> None:
        """Where an edition is in force that has no end yet."""
        with suppress(DomainError):
            end_policy(self.policy, day_of(now) + timedelta(days=self.chance.choice([0, 3])), actor=OFFICE, now=now)

    def speak(self, now: datetime) -> None:
        case = self.chance.choice(self.cases)
        record_contact(case, ContactMeans.CALL, ContactOutcome.WELL, "", actor=case.coordinator.actor, now=now)

    def close(self, now: datetime) -> None:
        """One stays in care."""
        if len(self.cases) > 1 and self.chance.random() < 0.2:
            case = self.cases.pop()
            close_case(case, ClosureReason.LOST_CONTACT, "연락이 끊김", actor=case.coordinator.actor, now=now)


def missed(session: Session) -> dict[UUID, tuple[object, ...]]:
    found = session.scalars(select(CareDuty).where(CareDuty.outcome == DutyOutcome.MISSED))
    return {duty.id: (duty.edition_id, duty.rule, duty.since_at, duty.due_at, duty.ended_at) for duty in found}


def test_only_what_is_in_force_asks_and_what_was_missed_stays(session: Session) -> None:
    chance, coordinator, now = Random(SEED), make_coordinator(), NOW  # noqa: S311 nothing here is a secret
    going = Policy(make_policy(), [make_assessed(coordinator) for _ in range(HOMES)], chance)
    known: dict[UUID, tuple[object, ...]] = {}
    for _ in range(EVENTS):
        now += timedelta(days=chance.choice([0, 1, 3, 9]), minutes=1)
        chance.choice([going.publish, going.end, going.speak, going.close])(now)
        keep_all(now)
        in_force = {edition.id for edition in editions_on(day_of(now))}
        asking = select(CareDuty.edition_id).where(CareDuty.ended_at.is_(None), CareDuty.edition_id.is_not(None))
        assert set(session.scalars(asking)) <= in_force
        after = missed(session)
        assert known.items() <= after.items()
        known = after
    assert len(going.policy.editions) > 3
    assert len(known) > 3
