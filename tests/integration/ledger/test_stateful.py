"""Whatever the order of bookings, visits, cancellations, corrections, grants and the year's end: the cap holds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.ledger.actions import (
    Booking,
    Wanted,
    adjust_charge,
    change_payer,
    commit_booking,
    end_booking,
    grant_override,
    hold_booking,
    move_booking,
    repay_line,
    reprice_held,
    reprice_person,
    request_override,
)
from portal.benefits.ledger.models import CapAccount, CapEntry, CapOverride, CapPart, Charge, SpendingLimit
from portal.benefits.ledger.queries import balance
from portal.benefits.ledger.states import ChargeOutcome, ChargeState, OverrideState
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.states import Absence
from portal.consortium.catalogue.models import ServicePrice
from portal.consortium.catalogue.states import PriceSource
from portal.core.clock import at
from portal.core.errors import DomainError
from portal.extensions import db
from tests.databases import selected_kind
from tests.factories.consortium import NOW, make_organisation, make_service
from tests.factories.coordinators import make_office
from tests.factories.ledger import make_edition, make_paying, sum_of_entries
from tests.factories.referrals import make_person

T = TypeVar("T")
FIRST_DAY = date(2026, 12, 27)
DAYS = st.integers(0, 9)
"""Around the turn of the year."""
HOURS = st.integers(1, 4)
PICK = st.integers(0, 50)
YEARS = st.sampled_from([2026, 2027])
EXAMPLES = {"sqlite": 40, "postgresql": 20}
ABSENCES = {Absence.NOBODY_HOME: 100, Absence.CANCELLED_LATE: 33}
OUTCOMES = st.sampled_from([each for each in ChargeOutcome if each is not ChargeOutcome.DONE])


class Ledger(RuleBasedStateMachine):
    """One person, two programmes, two services; time goes on by a second at every step."""

    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.asker, self.decider = make_office().actor, make_office()
        db.session.add(SpendingLimit(user_id=self.decider.id, amount=30_000, from_on=date(2026, 1, 1), set_at=NOW))
        self.person, self.organisation = make_person(), make_organisation()
        self.services = [make_service(amount=10_000), make_service(amount=3_333, unit="식")]
        self.programmes = self.two_programmes()
        self.lines = {self.line_of(programme): programme for programme in (*self.programmes, None)}
        self.visits: list[UUID] = []
        self.told: list[Callable[[], object]] = []

    def two_programmes(self) -> list[Programme]:
        """The first has a limit for a service until the new year and a higher cap then; the second has a small cap."""
        limits = {self.services[1].code: 10_000}
        first = make_paying(
            *self.services, annual_cap=100_000, others_own_percent=7, absence_percent=ABSENCES, service_limits=limits
        )
        make_edition(first, *self.services, starts_on=date(2027, 1, 1), annual_cap=120_000, others_own_percent=7)
        return [first, make_paying(*self.services, annual_cap=50_000, short_stay_max_days=3)]

    def line_of(self, programme: Programme | None) -> UUID:
        line, programme_id = uuid4(), programme.id if programme else None
        given = {"person_id": self.person.id, "programme_id": programme_id, "by_rule": True, "chosen_at": NOW}
        db.session.add(PayerChoice(plan_line_id=line, **given))
        db.session.flush()
        return line

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it, or take back whatever it did when it is refused."""
        self.now += timedelta(seconds=1)
        try:
            with db.session.begin_nested():
                act()
        except DomainError:
            return False
        return True

    def once(self, act: Callable[[], object]) -> None:
        """What can be told again later."""
        if self.attempt(act):
            self.told.append(act)

    def booking(self, line: int, service: int, day: int, hours: int) -> Booking:
        starts_at = at(FIRST_DAY + timedelta(days=day), NOW.time().replace(hour=3))
        return Booking(
            visit_id=uuid4(),
            plan_line_id=list(self.lines)[line],
            person_id=self.person.id,
            organisation_id=self.organisation.id,
            service_id=self.services[service].id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
        )

    def picked(self, number: int) -> UUID:
        return self.visits[number % len(self.visits)]

    def charge(self, number: int) -> Charge:
        return db.session.scalars(select(Charge).where(Charge.visit_id == self.picked(number))).one()

    @rule(line=st.integers(0, 2), service=st.integers(0, 1), day=DAYS, hours=HOURS)
    def book(self, line: int, service: int, day: int, hours: int) -> None:
        booking, now = self.booking(line, service, day, hours), self.now
        before = len(self.told)
        self.once(lambda: hold_booking(booking, actor=self.asker, now=now))
        if len(self.told) > before:
            self.visits.append(booking.visit_id)

    @precondition(lambda self: self.visits)
    @rule(number=PICK, minutes=st.integers(1, 400), quantity=st.none() | st.integers(0, 9))
    def record(self, number: int, minutes: int, quantity: int | None) -> None:
        visit, now = self.picked(number), self.now
        self.once(lambda: commit_booking(visit, quantity, minutes, actor=self.asker, now=now))

    @precondition(lambda self: self.visits)
    @rule(number=PICK, outcome=OUTCOMES, is_due=st.booleans())
    def end(self, number: int, outcome: ChargeOutcome, *, is_due: bool) -> None:
        visit, now = self.picked(number), self.now
        self.once(lambda: end_booking(visit, outcome, is_due=is_due, actor=self.asker, now=now))

    @precondition(lambda self: self.visits)
    @rule(number=PICK, service=st.integers(0, 1), day=DAYS, hours=HOURS)
    def move(self, number: int, service: int, day: int, hours: int) -> None:
        charge = self.charge(number)
        if charge.state is not ChargeState.HELD:
            return
        line = list(self.lines).index(charge.plan_line_id) if charge.plan_line_id else 2
        booking, old, now = self.booking(line, service, day, hours), charge.visit_id, self.now
        if self.attempt(lambda: move_booking(old, booking, actor=self.asker, now=now)):
            self.visits.append(booking.visit_id)

    @precondition(lambda self: self.visits)
    @rule(number=PICK, quantity=st.integers(0, 12), support=st.none() | st.integers(0, 120_000))
    def correct(self, number: int, quantity: int, support: int | None) -> None:
        given: dict[str, Any] = {"quantity": quantity, "support": support, "reason": "고침"}
        self.attempt(lambda: adjust_charge(self.charge(number), **given, actor=self.asker, now=self.now))

    @precondition(lambda self: self.visits)
    @rule(number=PICK, programme=st.integers(0, 2))
    def pay_otherwise(self, number: int, programme: int) -> None:
        chosen = [*(each.id for each in self.programmes), None][programme]
        given: dict[str, Any] = {"reason": "바꿈", "actor": self.asker, "now": self.now}
        self.attempt(lambda: change_payer(self.charge(number), chosen, **given))

    @rule(line=st.integers(0, 2), programme=st.integers(0, 2))
    def choose_another_payer(self, line: int, programme: int) -> None:
        chosen = [*(each.id for each in self.programmes), None][programme]
        plan_line, moment = list(self.lines)[line], self.now + timedelta(seconds=1)
        given = {"person_id": self.person.id, "programme_id": chosen, "by_rule": False, "chosen_at": moment}
        db.session.add(PayerChoice(plan_line_id=plan_line, **given))
        self.attempt(lambda: repay_line(plan_line, self.asker, self.now))

    @rule(
        programme=st.integers(0, 1),
        year=st.sampled_from([2026, 2027]),
        amount=st.integers(1, 40_000),
        part=st.booleans(),
    )
    def go_over(self, programme: int, year: int, amount: int, *, part: bool) -> None:
        wanted = Wanted(self.person.id, self.programmes[programme], year, amount, self.services[1] if part else None)

        def ask_and_grant() -> None:
            override = request_override(wanted, reason="꼭 필요", actor=self.asker, now=self.now)
            grant_override(override, note="", actor=self.decider.actor, now=self.now)

        self.attempt(ask_and_grant)

    @rule(amount=st.integers(0, 20_000), day=DAYS)
    def change_price(self, amount: int, day: int) -> None:
        service, valid_from = self.services[0], FIRST_DAY + timedelta(days=day)
        prices = [price for price in service.prices if price.valid_from == valid_from]
        if prices:
            prices[0].amount = amount
        else:
            service.prices.append(ServicePrice(amount=amount, valid_from=valid_from, source=PriceSource.OURS))
        db.session.flush()
        assert self.attempt(lambda: reprice_held(self.now))

    @rule(day=DAYS)
    def count_anew(self, day: int) -> None:
        from_on = FIRST_DAY + timedelta(days=day)
        assert self.attempt(lambda: reprice_person(self.person.id, from_on, self.asker, self.now))

    @precondition(lambda self: self.told)
    @rule(number=PICK)
    def tell_again(self, number: int) -> None:
        before = self.picture()
        self.attempt(self.told[number % len(self.told)])
        assert self.picture() == before

    def picture(self) -> list[tuple[Any, ...]]:
        """All that the ledger says."""
        charges = select(Charge.visit_id, Charge.state, Charge.amount, Charge.support, Charge.account_id)
        accounts = select(CapAccount.id, CapAccount.held, CapAccount.committed, CapAccount.allowed_over, CapAccount.cap)
        rows = [*db.session.execute(charges.order_by(Charge.id)), *db.session.execute(accounts.order_by(CapAccount.id))]
        return [tuple(row) for row in rows]

    @invariant()
    def no_cap_is_exceeded_without_a_grant(self) -> None:
        for account in self.fresh(CapAccount):
            granted = [
                each.amount
                for each in self.fresh(CapOverride)
                if each.account_id == account.id and each.service_id is None and each.state is OverrideState.GRANTED
            ]
            assert account.allowed_over == sum(granted)
            assert account.cap is not None
            assert account.held + account.committed <= account.cap + account.allowed_over

    @invariant()
    def the_balance_is_the_sum_of_entries_of_charges_and_of_parts(self) -> None:
        charges, parts, entries = self.fresh(Charge), self.fresh(CapPart), self.fresh(CapEntry)
        for account in self.fresh(CapAccount):
            of_account = [each for each in charges if each.account_id == account.id]
            held = sum(each.support for each in of_account if each.state is ChargeState.HELD)
            committed = sum(each.support for each in of_account if each.state is ChargeState.COMMITTED)
            assert (account.held, account.committed) == (held, committed)
            for rows in (parts, entries):
                own = [each for each in rows if each.account_id == account.id]
                assert (held, committed) == (sum(each.held for each in own), sum(each.committed for each in own))

    @invariant()
    def every_charge_ties(self) -> None:
        for charge in self.fresh(Charge):
            assert charge.amount == charge.quantity * charge.unit_price * charge.due_percent // 100
            assert charge.amount == charge.own_share + charge.support
            assert charge.account_id is not None or charge.support == 0

    def fresh(self, model: type[T]) -> list[T]:
        """The rows as the database has them."""
        return list(db.session.scalars(select(model).execution_options(populate_existing=True)))

    @rule(programme=st.integers(0, 1), year=YEARS)
    def ask_for_the_balance(self, programme: int, year: int) -> None:
        chosen = self.programmes[programme].id
        for account in self.fresh(CapAccount):
            if (account.programme_id, account.year) == (chosen, year):
                told = balance(self.person.id, chosen, year)
                assert told.cap is not None
                assert (told.held, told.committed) == sum_of_entries(account.id)
                assert told.remaining == told.cap + account.allowed_over - told.used

    def teardown(self) -> None:
        db.session.rollback()


def test_whatever_the_order(app: Flask) -> None:
    with app.app_context():
        run_state_machine_as_test(
            Ledger,
            settings=settings(
                max_examples=EXAMPLES[selected_kind()],
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
