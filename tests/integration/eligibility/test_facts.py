"""What is known of income and groups: entered by staff in scope, counted from a day on, told to whom it concerns."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.benefits.eligibility.actions import GroupFacts, IncomeFacts, end_group, set_group, verify_income
from portal.benefits.eligibility.changes import FACTS_CHANGED
from portal.benefits.eligibility.models import IncomeVerification
from portal.benefits.eligibility.queries import (
    checks_of,
    facts_of,
    facts_of_newcomer,
    findings,
    incomes_of,
    is_median_used,
    latest_checks,
)
from portal.benefits.eligibility.states import Answer, Occasion, VerifiedBy
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.rules import ProgrammeRules
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.residents.applications.states import Intake, Urgency
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.eligibility import make_group, make_income
from tests.factories.programmes import make_edition, make_median
from tests.factories.residents import make_application, make_person
from tests.sockets import filled_by

pytestmark = pytest.mark.on_postgresql

YEAR = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _median(session: Session) -> None:
    make_median(2026, 2_564_238)


@pytest.fixture
def programme(session: Session) -> Programme:
    """Pays all up to 100 % of the median income and for recipients."""
    rules = ProgrammeRules(full_support_percent=100, always_supported=(PersonGroup.RECIPIENT,))
    return make_edition(rules=rules).programme


def income(**values: object) -> IncomeFacts:
    given: dict[str, object] = {
        "band": IncomeBand.UP_TO_85,
        "table_year": 2026,
        "verified_by": VerifiedBy.PUBLIC_SYSTEM,
        "verified_on": TODAY,
        "from_on": TODAY,
    }
    return IncomeFacts(**(given | values))  # type: ignore[arg-type]


class TestNewcomers:
    @pytest.mark.parametrize("urgency", Urgency)
    def test_are_known_by_their_application_alone(self, session: Session, urgency: Urgency) -> None:
        person = make_application(urgency=urgency).person
        assert facts_of_newcomer(person, urgency) == facts_of(person, TODAY)

    def test_who_comes_again_is_known_by_what_was_verified_since(self, session: Session, programme: Programme) -> None:
        first = make_application(now=NOW, intake=Intake.PHONE)
        make_income(first.person, IncomeBand.UP_TO_50)
        office = make_staff(Role.OFFICE).actor
        again = make_application(
            now=NOW + timedelta(days=1), person_id=first.person_id, intake=Intake.PHONE, actor=office
        )
        assert again.person is first.person
        (check,) = checks_of(again.id)
        assert check.answer is Answer.ELIGIBLE


class TestVerifyingIncome:
    def test_counts_from_its_day_on(self, session: Session) -> None:
        person = make_person()
        make_income(person, IncomeBand.OVER_100, from_on=YEAR)
        make_income(person, IncomeBand.UP_TO_50, from_on=date(2026, 6, 1))
        assert facts_of(person, date(2025, 12, 31)).band is None
        assert facts_of(person, date(2026, 5, 31)).band is IncomeBand.OVER_100
        assert facts_of(person, date(2026, 6, 1)).band is IncomeBand.UP_TO_50
        assert [row.band for row in incomes_of(person.id)] == [IncomeBand.UP_TO_50, IncomeBand.OVER_100]

    def test_of_two_for_one_day_the_one_entered_last_counts(self, session: Session) -> None:
        person = make_person()
        make_income(person, IncomeBand.OVER_100, from_on=YEAR)
        make_income(person, IncomeBand.UP_TO_50, from_on=YEAR, now=NOW + timedelta(minutes=1))
        assert facts_of(person, TODAY).band is IncomeBand.UP_TO_50

    def test_what_was_only_told_is_not_verified(self, session: Session) -> None:
        person = make_person()
        make_income(person, IncomeBand.UP_TO_50, from_on=YEAR)
        make_income(person, IncomeBand.UP_TO_50, from_on=TODAY, verified_by=VerifiedBy.DECLARED)
        assert facts_of(person, TODAY - timedelta(days=1)).band is IncomeBand.UP_TO_50
        assert facts_of(person, TODAY).band is None

    def test_checks_again_and_keeps_the_answer(self, session: Session, programme: Programme) -> None:
        person = make_person()
        verify_income(person, income(), actor=SYSTEM, now=NOW)
        (check,) = latest_checks(person.id)
        assert (check.answer, check.own_percent, check.occasion) == (Answer.ELIGIBLE, 0, Occasion.FACTS_CHANGED)
        assert (check.programme, check.edition.number, check.day) == (programme, 1, TODAY)

    def test_tells_those_whom_it_concerns(self, session: Session) -> None:
        told: list[tuple[UUID, date]] = []

        def react(person_id: UUID, from_on: date, _actor: Actor, _now: datetime) -> None:
            told.append((person_id, from_on))

        person = make_person()
        with filled_by(FACTS_CHANGED, react):
            verify_income(person, income(from_on=YEAR), actor=SYSTEM, now=NOW)
        assert told == [(person.id, YEAR)]

    def test_needs_the_median_income_of_the_table(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            verify_income(make_person(), income(table_year=2019), actor=SYSTEM, now=NOW)
        assert refused.value.field == "table_year"

    def test_cannot_have_been_verified_tomorrow(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            verify_income(make_person(), income(verified_on=TODAY + timedelta(days=1)), actor=SYSTEM, now=NOW)
        assert refused.value.field == "verified_on"

    def test_keeps_the_table_from_being_undone(self, session: Session) -> None:
        assert not is_median_used(2026, 1)
        verify_income(make_person(), income(), actor=SYSTEM, now=NOW)
        assert is_median_used(2026, 1)

    def test_leaves_neither_amount_nor_band_in_the_audit(self, session: Session) -> None:
        verify_income(make_person(), income(), actor=SYSTEM, now=NOW)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "income.set")).one()
        assert "up_to" not in str(entry.details)
        assert not any("krw" in column.name or "amount" in column.name for column in IncomeVerification.__table__.c)


class TestScope:
    def test_a_coordinator_enters_for_the_households_that_they_accompany(self, session: Session) -> None:
        case = make_paired()
        verify_income(case.application.person, income(), actor=case.coordinator.actor, now=NOW)
        assert facts_of(case.application.person, TODAY).band is IncomeBand.UP_TO_85

    def test_for_others_there_is_no_such_household(self, session: Session) -> None:
        case, other = make_paired(), make_coordinator("남현우")
        with pytest.raises(NotFound):
            verify_income(case.application.person, income(), actor=other.actor, now=NOW)

    def test_a_co_operative_may_not(self, session: Session) -> None:
        actor = make_staff(Role.COOPERATIVE).actor
        facts = GroupFacts(group=PersonGroup.DISABLED, verified_by=VerifiedBy.CERTIFICATE_SEEN, from_on=TODAY)
        with pytest.raises(Forbidden):
            set_group(make_person(), facts, actor=actor, now=NOW)


class TestGroups:
    def test_are_verified_claimed_or_denied(self, session: Session) -> None:
        person = make_person()
        make_group(person, PersonGroup.DISABLED)
        make_group(person, PersonGroup.RECIPIENT, verified_by=VerifiedBy.DECLARED)
        make_group(person, PersonGroup.CRISIS, belongs=False)
        facts = facts_of(person, TODAY)
        assert facts.groups == {PersonGroup.DISABLED}
        assert facts.claimed_groups == {PersonGroup.RECIPIENT}
        assert facts.denied_groups == {PersonGroup.CRISIS}

    def test_what_is_entered_anew_ends_what_was(self, session: Session) -> None:
        person = make_person()
        make_group(person, PersonGroup.RECIPIENT, from_on=YEAR)
        make_group(person, PersonGroup.RECIPIENT, from_on=TODAY, belongs=False)
        assert facts_of(person, TODAY - timedelta(days=1)).groups == {PersonGroup.RECIPIENT}
        assert facts_of(person, TODAY).denied_groups == {PersonGroup.RECIPIENT}

    def test_after_the_end_nothing_is_known(self, session: Session) -> None:
        person = make_person()
        make_group(person, PersonGroup.RECIPIENT, from_on=YEAR)
        end_group(person, PersonGroup.RECIPIENT, TODAY, actor=SYSTEM, now=NOW)
        assert facts_of(person, TODAY).groups == {PersonGroup.RECIPIENT}
        after = facts_of(person, TODAY + timedelta(days=1))
        assert (after.groups, after.denied_groups) == (frozenset(), frozenset())

    def test_nothing_can_be_ended_twice(self, session: Session) -> None:
        person = make_person()
        make_group(person, PersonGroup.RECIPIENT)
        end_group(person, PersonGroup.RECIPIENT, TODAY, actor=SYSTEM, now=NOW)
        with pytest.raises(DomainError):
            end_group(person, PersonGroup.RECIPIENT, TODAY, actor=SYSTEM, now=NOW)

    def test_a_recipient_pays_nothing(self, session: Session, programme: Programme) -> None:
        person = make_person()
        make_group(person, PersonGroup.RECIPIENT)
        (found,) = findings(facts_of(person, TODAY), TODAY)
        assert (found.finding.answer, found.finding.own_percent) == (Answer.ELIGIBLE, 0)


class TestUrgency:
    @pytest.mark.parametrize(
        ("urgency", "means"), [(Urgency.URGENT, True), (Urgency.SOON, None), (Urgency.NORMAL, False)]
    )
    def test_the_newest_application_tells(self, session: Session, urgency: Urgency, means: bool | None) -> None:
        application = make_application(urgency=urgency, now=NOW)
        assert facts_of(application.person, TODAY).urgent is means

    def test_whoever_asks_may_know_better(self, session: Session) -> None:
        application = make_application(urgency=Urgency.NORMAL, now=NOW)
        assert facts_of(application.person, TODAY, urgent=True).urgent is True
