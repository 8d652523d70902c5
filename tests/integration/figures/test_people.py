"""Who comes near a cap, who was never billed, and what each member got of what it offered."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.benefits.eligibility.models import EligibilityCheck
from portal.benefits.eligibility.states import Answer, Occasion
from portal.benefits.figures import people, shares
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import Programme
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import Actor
from portal.core.errors import Forbidden
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.households.models import Person
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation, make_service, make_slot
from tests.factories.ledger import CAP, choose, make_charge, make_paying
from tests.factories.referrals import make_case, make_line, make_person

AUDITOR = Actor(None, "감사", frozenset({Role.AUDITOR}))
NEAR = CAP * 8 // 10


@pytest.fixture
def programme(session: Session) -> Programme:
    return make_paying(name="돌봄 사업")


class TestNearCap:
    def spend(self, programme: Programme, amount: int, state: ChargeState = ChargeState.COMMITTED) -> Person:
        person = make_person()
        make_charge(person, programme=programme, quantity=1, unit_price=amount, state=state)
        return person

    def test_counts_those_at_four_fifths_and_those_with_nothing_left(self, programme: Programme) -> None:
        for amount in (NEAR - 1, NEAR, CAP):
            self.spend(programme, amount)
        (counted,) = people.near_cap_counts(2026)
        assert (counted.accounts, counted.near, counted.used_up) == (3, 2, 1)

    def test_lists_them_the_fullest_first_and_counts_what_is_booked(self, programme: Programme) -> None:
        nearly = self.spend(programme, NEAR, ChargeState.HELD)
        full = self.spend(programme, CAP)
        self.spend(programme, 10_000)
        found = people.accounts_near_cap(2026, 1, programme_id=None, viewer=OFFICE)
        assert [account.person_id for account in found.items] == [full.id, nearly.id]
        assert people.accounts_near_cap(2026, 1, programme_id=make_paying().id, viewer=OFFICE).items == []

    def test_a_programme_without_a_cap_has_none(self, session: Session) -> None:
        self.spend(make_paying(annual_cap=None), CAP)
        assert people.near_cap_counts(2026) == []

    def test_names_nobody_to_who_reads_figures(self, programme: Programme) -> None:
        with pytest.raises(Forbidden):
            people.accounts_near_cap(2026, 1, programme_id=None, viewer=AUDITOR)


class TestNeverBilled:
    def cared_for(self, programme: Programme | None) -> Person:
        person = make_person()
        choose(make_line(make_case(person)), programme)
        return person

    def found(self) -> list[Person]:
        return [row.person for row in people.never_billed(2026, 1, viewer=OFFICE).items]

    def test_are_those_whom_a_programme_should_pay_for_and_nothing_was_spent(self, programme: Programme) -> None:
        never, billed = self.cared_for(programme), self.cared_for(programme)
        self.cared_for(None)
        make_charge(billed, programme=programme)
        assert self.found() == [never]
        assert people.never_billed_count(2026) == 1

    def test_are_those_who_were_found_eligible_too(self, programme: Programme) -> None:
        for answer in Answer:
            self.checked(programme, answer)
        assert people.never_billed_count(2026) == 2

    def checked(self, programme: Programme, answer: Answer) -> None:
        db.session.add(
            EligibilityCheck(
                person_id=make_case().household.person.id,
                programme_id=programme.id,
                edition_id=programme.editions[0].id,
                day=TODAY,
                occasion=Occasion.ASKED,
                answer=answer,
                conditions=[],
                checked_at=NOW,
            )
        )
        db.session.flush()

    def test_tell_since_when_and_what_is_booked(self, programme: Programme) -> None:
        person, soon = self.cared_for(programme), TODAY + timedelta(days=3)
        make_charge(person, programme=programme, day=soon, state=ChargeState.HELD)
        (row,) = people.never_billed(2026, 1, viewer=OFFICE).items
        assert (row.since, row.booked_on) == (TODAY, soon)

    def test_somebody_whose_case_is_closed_is_left_out(self, programme: Programme) -> None:
        person = make_person()
        case = make_case(person)
        choose(make_line(case), programme)
        case.closed_at, case.state = NOW, CaseState.CLOSED
        db.session.flush()
        assert self.found() == []

    def test_are_not_named_to_who_reads_figures(self, programme: Programme) -> None:
        with pytest.raises(Forbidden):
            people.never_billed(2026, 1, viewer=AUDITOR)


class TestShares:
    @pytest.fixture
    def members(self, session: Session) -> tuple[Organisation, Organisation]:
        """The first offered three of four places and did one of two visits."""
        service, first, second = make_service(), make_organisation("가람"), make_organisation("나루")
        make_slot(service, first, day=TODAY - timedelta(days=5), capacity=3)
        make_slot(service, second, day=TODAY - timedelta(days=5), capacity=1)
        make_charge(organisation=first, service=service)
        make_charge(organisation=second, service=service)
        return first, second

    def test_tell_what_each_offered_and_got(self, members: tuple[Organisation, Organisation]) -> None:
        first, second = shares.member_shares(2026, TODAY)
        assert (first.offered, first.got, first.offered_percent, first.got_percent) == (3, 1, 75, 50)
        assert (first.difference, second.difference) == (-25, 25)

    def test_closed_places_and_those_of_the_days_to_come_do_not_count(
        self, members: tuple[Organisation, Organisation]
    ) -> None:
        make_slot(organisation=members[1], day=TODAY + timedelta(days=1), capacity=9)
        make_slot(organisation=members[1], day=TODAY - timedelta(days=1), capacity=9, closed_at=NOW)
        assert [share.offered for share in shares.member_shares(2026, TODAY)] == [3, 1]

    def test_of_one_service_leave_out_the_others(self, members: tuple[Organisation, Organisation]) -> None:
        assert shares.member_shares(2026, TODAY, service_id=make_service().id) == []

    def test_without_places_there_is_no_share_of_them(self, session: Session) -> None:
        make_charge()
        (share,) = shares.member_shares(2026, TODAY)
        assert (share.offered_percent, share.got_percent, share.difference) == (None, 100, None)

    def test_of_a_year_that_is_over_count_all_of_it(self) -> None:
        assert shares.period(2025, TODAY) == (date(2025, 1, 1), date(2025, 12, 31))
