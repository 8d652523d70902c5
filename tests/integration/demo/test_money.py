"""The money of the demonstration: programmes that pay, accounts near their cap, months in every state, all tied."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.benefits.eligibility.models import EligibilityCheck, IncomeVerification, PayerChoice
from portal.benefits.eligibility.states import Answer
from portal.benefits.figures import closing
from portal.benefits.figures.people import near_cap_counts, never_billed_count
from portal.benefits.figures.queries import programme_years
from portal.benefits.figures.states import MonthState
from portal.benefits.ledger.models import CapAccount, CapOverride, Charge
from portal.benefits.ledger.queries import untied_accounts
from portal.benefits.ledger.states import ChargeOutcome, ChargeState, OverrideState
from portal.benefits.programmes.queries import editions_on
from portal.benefits.programmes.states import IncomeBand
from portal.benefits.settlement.models import BankAccount, Dispute, Statement, StatementLine
from portal.benefits.settlement.queries import months_with_charges
from portal.benefits.settlement.reconciliation import reconcile, unbalanced_accounts
from portal.benefits.settlement.states import AccountState, DisputeState, LineKind, StatementState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_of
from portal.demo.money import money
from portal.demo.stories import stories
from tests.factories.ledger import sum_of_entries
from tests.integration.demo.conftest import NOW

TODAY = day_of(NOW)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


class TestProgrammes:
    def test_two_pay_in_mapo_and_say_which_amounts_are_settings(self, seeded: Session) -> None:
        rules = {edition.programme.code: edition.rules for edition in editions_on(TODAY)}
        assert "annual_cap" in rules["mapo_consortium"].settings
        assert rules["mapo_consortium"].annual_cap == 320_000
        assert "mapo_sos_example" in rules

    def test_every_band_is_there_and_some_people_are_not_verified(self, seeded: Session) -> None:
        assert set(seeded.scalars(select(IncomeVerification.band))) == set(IncomeBand)
        assert set(seeded.scalars(select(EligibilityCheck.answer))) == set(Answer)

    def test_lines_of_plans_are_paid_by_either_programme(self, seeded: Session) -> None:
        payers = Counter(seeded.scalars(select(PayerChoice.programme_id)))
        assert len([payer for payer in payers if payer]) == 2


class TestLedger:
    def test_every_visit_has_its_charge(self, seeded: Session) -> None:
        states = dict(seeded.execute(select(Charge.visit_id, Charge.state)).all())
        for visit in seeded.scalars(select(Visit)):
            if visit.state is VisitState.DONE:
                assert states[visit.id] is ChargeState.COMMITTED
            elif visit.state is VisitState.BOOKED:
                assert states[visit.id] is ChargeState.HELD

    def test_accounts_are_the_sums_of_their_entries_and_within_the_cap(self, seeded: Session) -> None:
        assert untied_accounts() == []
        for account in seeded.scalars(select(CapAccount)):
            assert sum_of_entries(account.id) == (account.held, account.committed)
            assert account.cap is not None
            assert account.held + account.committed <= account.cap + account.allowed_over

    def test_an_absence_is_paid_in_part(self, seeded: Session) -> None:
        charges = seeded.scalars(select(Charge).where(Charge.outcome == ChargeOutcome.NOBODY_HOME)).all()
        assert any(0 < charge.amount < charge.unit_price * charge.quantity for charge in charges)

    def test_requests_to_go_over_the_cap_ended_in_every_way(self, seeded: Session) -> None:
        assert set(seeded.scalars(select(CapOverride.state))) == set(OverrideState)


class TestSettlement:
    def test_the_month_before_last_is_paid_and_the_last_stands_in_every_state(self, seeded: Session) -> None:
        rows = seeded.execute(select(Statement.month, Statement.state)).all()
        assert {state for month, state in rows if month == SEPTEMBER} == {StatementState.PAID}
        assert {state for month, state in rows if month == OCTOBER} == set(StatementState)

    def test_a_dispute_is_open_and_one_was_settled_by_a_negative_line(self, seeded: Session) -> None:
        assert set(seeded.scalars(select(Dispute.state))) == set(DisputeState)
        reversals = select(func.count()).where(StatementLine.kind == LineKind.REVERSAL)
        assert (seeded.scalar(reversals) or 0) > 0

    def test_visits_ledger_and_statements_tie_to_the_won(self, seeded: Session) -> None:
        months = months_with_charges(TODAY, limit=None)
        assert len(months) >= 3
        assert [reconcile(month).errors for month in months] == [[] for _ in months]
        assert unbalanced_accounts() == []

    def test_a_changed_account_waits_for_its_second_person(self, seeded: Session) -> None:
        states = Counter(seeded.scalars(select(BankAccount.state)))
        assert states == {AccountState.CURRENT: 7, AccountState.PROPOSED: 1}


class TestFigures:
    def test_both_programmes_are_told_against_their_budget(self, seeded: Session) -> None:
        years = [year for year in programme_years(2026, TODAY) if year.planned]
        assert len(years) == 2
        assert all(0 < (year.used_percent or 0) <= (year.forecast_percent or 0) <= 110 for year in years)

    def test_months_stand_in_every_state(self, seeded: Session) -> None:
        states = {standing.month: standing.state for standing in closing.standings(2026, TODAY)}
        assert states[SEPTEMBER] is MonthState.CHANGED
        assert states[OCTOBER] is MonthState.TO_CLOSE
        assert states[TODAY.replace(day=1)] is MonthState.RUNNING
        assert closing.get_closed_month(SEPTEMBER).restatements

    def test_somebody_is_near_a_cap_and_somebody_was_never_billed(self, seeded: Session) -> None:
        assert sum(counted.near for counted in near_cap_counts(2026)) > 0
        assert never_billed_count(2026) > 0


def test_the_data_names_households_and_nobody_else() -> None:
    keys = {story.key for story in stories() if story.coordinator}
    told = money()
    assert set(told.means) <= keys
    assert {each.key for each in told.later} | {each.key for each in told.overrides} <= keys
