"""Whatever the order of visits, corrections, disputes, drawing up and approving: in the end all ties to the won."""

from datetime import date
from typing import Any

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

from portal.benefits.ledger.actions import adjust_charge
from portal.benefits.ledger.models import Charge
from portal.benefits.settlement import actions
from portal.benefits.settlement.findings import VisitFact
from portal.benefits.settlement.models import Statement, StatementLine
from portal.benefits.settlement.queries import lines_of, open_disputes
from portal.benefits.settlement.reconciliation import VISITS, reconcile
from portal.benefits.settlement.rules import next_month
from portal.benefits.settlement.states import FROZEN, DisputeOutcome, LineKind, MustAct, StatementState
from portal.extensions import db
from tests.factories.consortium import make_organisation, make_service
from tests.factories.ledger import make_charge, make_paying
from tests.factories.referrals import make_person
from tests.factories.settlement import SETTLING, adds_up, office, staff_of
from tests.sockets import filled_by

MONTHS = (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
LAST = date(2026, 12, 1)
STEPS, ROUNDS = 12, 16


class Settling(RuleBasedStateMachine):
    """One co-operative over three months."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        self.context = self.app.app_context()
        self.context.push()
        self.organisation, self.service = make_organisation(), make_service(amount=7_777)
        self.programme = make_paying(self.service, annual_cap=None)
        self.person = make_person(with_account=False)
        self.drawer, self.approver, self.worker = office(), office(), staff_of(self.organisation)
        self.seen: dict[Any, tuple[int, int]] = {}

    @rule(month=st.sampled_from(MONTHS), day=st.integers(1, 28), quantity=st.integers(1, 4))
    def visit(self, month: date, day: int, quantity: int) -> None:
        paid = (self.person, self.organisation, self.service, self.programme)
        make_charge(*paid, day=month.replace(day=day), quantity=quantity, own_percent=33)

    def charges(self) -> list[Charge]:
        return list(db.session.query(Charge).order_by(Charge.id))

    def statements(self, *states: StatementState) -> list[Statement]:
        return [each for each in db.session.query(Statement).order_by(Statement.id) if each.state in states]

    @precondition(lambda self: bool(self.charges()))
    @rule(data=st.data(), quantity=st.integers(0, 5))
    def correct(self, data: st.DataObject, quantity: int) -> None:
        charge = data.draw(st.sampled_from(self.charges()))
        adjust_charge(charge, quantity=quantity, reason="다시 확인했습니다.", actor=self.approver, now=SETTLING)

    @rule(month=st.sampled_from(MONTHS))
    def draw_up(self, month: date) -> None:
        actions.draw_statement(self.organisation.id, month, actor=self.drawer, now=SETTLING)
        lines = self.lines()
        actions.draw_statement(self.organisation.id, month, actor=self.drawer, now=SETTLING)
        assert self.lines() == lines, "drawn up twice, nothing changes"

    def lines(self) -> list[tuple[Any, ...]]:
        told = (StatementLine.id, StatementLine.kind, StatementLine.amount, StatementLine.held)
        return [tuple(line) for line in db.session.query(*told).order_by(StatementLine.id)]

    @precondition(lambda self: bool(self.statements(StatementState.DRAFT, StatementState.CHECKED)))
    @rule(data=st.data())
    def dispute(self, data: st.DataObject) -> None:
        statement = data.draw(st.sampled_from(self.statements(StatementState.DRAFT, StatementState.CHECKED)))
        lines = [line for line in lines_of(statement) if line.kind is not LineKind.REVERSAL and not line.held]
        if lines:
            line = data.draw(st.sampled_from(lines))
            why, who = "아닙니다.", MustAct.OFFICE
            actions.raise_dispute(line, reason=why, must_act=who, actor=self.worker, now=SETTLING)

    @precondition(lambda self: bool(open_disputes(viewer=self.approver)))
    @rule(data=st.data(), quantity=st.none() | st.integers(0, 5))
    def settle(self, data: st.DataObject, quantity: int | None) -> None:
        found = data.draw(st.sampled_from(list(open_disputes(viewer=self.approver))))
        outcome = DisputeOutcome.KEPT if quantity is None else DisputeOutcome.CORRECTED
        actions.settle_dispute(found, outcome, quantity=quantity, note="보았습니다.", actor=self.approver, now=SETTLING)

    @precondition(lambda self: bool(self.statements(StatementState.DRAFT)))
    @rule(data=st.data())
    def submit(self, data: st.DataObject) -> None:
        statement = data.draw(st.sampled_from(self.statements(StatementState.DRAFT)))
        actions.check_statement(statement, actor=self.worker, now=SETTLING)
        actions.submit_statement(statement, actor=self.worker, now=SETTLING)

    @precondition(lambda self: bool(self.statements(StatementState.SUBMITTED)))
    @rule(data=st.data(), gives_back=st.booleans())
    def decide(self, data: st.DataObject, *, gives_back: bool) -> None:
        statement = data.draw(st.sampled_from(self.statements(StatementState.SUBMITTED)))
        if gives_back:
            actions.return_statement(statement, reason="다시", actor=self.approver, now=SETTLING)
        else:
            actions.approve_statement(statement, actor=self.approver, now=SETTLING)

    @invariant()
    def nothing_is_wrong(self) -> None:
        for month in (*MONTHS, LAST):
            found = reconcile(month)
            assert found.errors == []
            assert adds_up(found)

    @invariant()
    def what_is_approved_stays(self) -> None:
        for statement in self.statements(*FROZEN):
            told = (statement.amount, len(lines_of(statement)))
            assert self.seen.setdefault(statement.id, told) == told

    def teardown(self) -> None:
        if not hasattr(self, "context"):
            return
        try:
            self.finish()
        finally:
            db.session.rollback()
            self.context.pop()

    def finish(self) -> None:
        """Settle what is open and draw up every month: then the statements are the ledger, to the won."""
        for dispute in open_disputes(viewer=self.approver):
            kept = DisputeOutcome.KEPT
            actions.settle_dispute(dispute, kept, quantity=None, note="끝", actor=self.approver, now=SETTLING)
        for month in (*MONTHS, LAST, next_month(LAST)):
            self.approve_all()
            actions.draw_statement(self.organisation.id, month, actor=self.drawer, now=SETTLING)
        self.approve_all()
        for month in MONTHS:
            found = reconcile(month)
            assert (found.errors, found.waits) == ([], [])
            assert found.stated.values == found.ledger.values

    def approve_all(self) -> None:
        for statement in self.statements(StatementState.DRAFT):
            actions.check_statement(statement, actor=self.worker, now=SETTLING)
            actions.submit_statement(statement, actor=self.worker, now=SETTLING)
        for statement in self.statements(StatementState.SUBMITTED):
            actions.approve_statement(statement, actor=self.approver, now=SETTLING)


def charged_visits(first: date, last: date) -> list[VisitFact]:
    """A visit for each charge: the ledger alone is tested here."""
    charges = db.session.scalars(select(Charge).where(Charge.service_on.between(first, last)))
    return [VisitFact(each.visit_id, each.organisation_id, each.service_on, each.outcome) for each in charges]


def test_everything_ties(app: Flask) -> None:
    machine = type("SettlingHere", (Settling,), {"app": app})
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    limits = settings(max_examples=ROUNDS, stateful_step_count=STEPS, deadline=None, suppress_health_check=quiet)
    with filled_by(VISITS, charged_visits):
        run_state_machine_as_test(machine, settings=limits)
