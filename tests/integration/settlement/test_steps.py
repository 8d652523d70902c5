"""A statement goes from its co-operative to the office; nobody approves their own work; what is approved is frozen."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, Step
from portal.benefits.settlement import actions
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.queries import get_statement, lines_of
from portal.benefits.settlement.states import StatementState
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.db.frozen import FrozenRow
from tests.factories.consortium import make_organisation, make_service
from tests.factories.ledger import make_paying
from tests.factories.settlement import (
    OCTOBER,
    SETTLING,
    approve,
    draw,
    make_account,
    make_charges,
    make_draft,
    office,
    staff_of,
    submit,
)

pytestmark = pytest.mark.usefixtures("session")
DAY = date(2026, 11, 23)


class TestTheCourse:
    def test_leads_from_the_draft_to_the_payment(self, session: Session) -> None:
        statement = approve(make_draft())
        make_account(statement.organisation)
        actions.pay_statement(statement, paid_on=DAY, actor=office(), now=SETTLING)
        assert (statement.state, statement.paid_on) == (StatementState.PAID, DAY)
        assert statement.bank_account is not None
        verbs = [step.verb for step in session.scalars(select(Step).where(Step.kind == "statement").order_by(Step.id))]
        assert verbs == ["draw", "check", "submit", "approve", "pay"]

    def test_stands_in_the_audit(self, session: Session) -> None:
        statement = approve(make_draft())
        events = session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == statement.id)).all()
        assert sorted(events) == ["statement.approve", "statement.check", "statement.draw", "statement.submit"]

    def test_skips_no_step(self) -> None:
        with pytest.raises(Conflict):
            actions.approve_statement(make_draft(), actor=office(), now=SETTLING)

    def test_goes_back_with_a_reason(self) -> None:
        statement = submit(make_draft())
        actions.return_statement(statement, reason="수량을 다시 봐 주십시오.", actor=office(), now=SETTLING)
        assert (statement.state, statement.submitted_by_id) == (StatementState.DRAFT, None)
        with pytest.raises(DomainError):
            actions.return_statement(submit(statement), reason="", actor=office(), now=SETTLING)

    def test_is_checked_by_its_own_co_operative_alone(self) -> None:
        statement = make_draft()
        with pytest.raises(NotFound):
            actions.check_statement(statement, actor=staff_of(make_organisation()), now=SETTLING)
        with pytest.raises(Forbidden):
            actions.check_statement(statement, actor=office(), now=SETTLING)
        with pytest.raises(NotFound):
            get_statement(statement.id, viewer=staff_of(make_organisation()))


class TestTheSecondPerson:
    def test_is_not_who_drew_it_up(self, session: Session) -> None:
        organisation = make_organisation()
        make_charges(organisation)
        first, second = office("이작성"), office("최승인")
        statement = actions.draw_statement(organisation.id, OCTOBER, actor=first, now=SETTLING)
        assert statement is not None
        submit(statement)
        with pytest.raises(Conflict, match="다른 직원"):
            actions.approve_statement(statement, actor=first, now=SETTLING)
        actions.approve_statement(statement, actor=second, now=SETTLING)
        assert statement.approved_by_id == second.user_id

    def test_is_nobody_who_drew_it_up_before(self) -> None:
        organisation = make_organisation()
        make_charges(organisation, 1)
        first = office("이작성")
        actions.draw_statement(organisation.id, OCTOBER, actor=first, now=SETTLING)
        make_charges(organisation, 2)
        statement = submit(draw(organisation))
        assert statement.drawn_by_id != first.user_id
        with pytest.raises(Conflict):
            actions.approve_statement(statement, actor=first, now=SETTLING)

    def test_the_database_says_so_too(self, session: Session) -> None:
        statement = submit(make_draft())
        same = update(Statement).where(Statement.id == statement.id).values(approved_by_id=statement.drawn_by_id)
        with pytest.raises(IntegrityError, match="second_person"):
            session.execute(same)

    def test_the_database_knows_no_approval_by_nobody(self, session: Session) -> None:
        statement = submit(make_draft())
        with pytest.raises(IntegrityError, match="approved"):
            session.execute(update(Statement).where(Statement.id == statement.id).values(state="approved"))


class TestWhatIsApproved:
    def test_never_changes(self, session: Session) -> None:
        statement = approve(make_draft())
        statement.support += 1
        with pytest.raises(FrozenRow):
            session.flush()

    def test_nor_do_its_lines(self, session: Session) -> None:
        line = lines_of(approve(make_draft()))[0]
        line.quantity = 9
        with pytest.raises(FrozenRow):
            session.flush()

    def test_cannot_be_sent_back(self) -> None:
        statement = approve(make_draft())
        with pytest.raises(Conflict):
            actions.return_statement(statement, reason="다시", actor=office(), now=SETTLING)

    def test_its_history_never_changes(self, session: Session) -> None:
        make_draft()
        step = session.scalars(select(Step).where(Step.kind == "statement")).one()
        step.by_name = "다른 사람"
        with pytest.raises(FrozenRow):
            session.flush()


class TestPay:
    def test_needs_a_confirmed_account(self) -> None:
        service = make_service()
        statement = approve(make_draft(service=service, programme=make_paying(service)))
        make_account(statement.organisation, confirmed=False)
        with pytest.raises(Conflict, match="계좌"):
            actions.pay_statement(statement, paid_on=DAY, actor=office(), now=SETTLING)

    def test_of_nothing_needs_none(self) -> None:
        statement = approve(make_draft())
        actions.pay_statement(statement, paid_on=DAY, actor=office(), now=SETTLING)
        assert (statement.support, statement.bank_account_id) == (0, None)

    def test_a_day_before_the_approval_or_to_come_is_refused(self) -> None:
        statement = approve(make_draft())
        make_account(statement.organisation)
        for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
            with pytest.raises(DomainError):
                actions.pay_statement(statement, paid_on=day, actor=office(), now=SETTLING)

    def test_a_whole_month_at_once(self) -> None:
        statements = [approve(make_draft()) for _ in range(2)]
        for statement in statements:
            make_account(statement.organisation)
        assert actions.pay_month(OCTOBER, paid_on=DAY, actor=office(), now=SETTLING) == 2
        with pytest.raises(Conflict):
            actions.pay_month(OCTOBER, paid_on=DAY, actor=office(), now=SETTLING)

    def test_one_without_an_account_keeps_no_other_waiting(self) -> None:
        service = make_service()
        programme = make_paying(service)
        first, second = (approve(make_draft(service=service, programme=programme)) for _ in range(2))
        make_account(first.organisation)
        assert actions.pay_month(OCTOBER, paid_on=DAY, actor=office(), now=SETTLING) == 1
        assert (first.state, second.state) == (StatementState.PAID, StatementState.APPROVED)
        with pytest.raises(Conflict, match="계좌"):
            actions.pay_month(OCTOBER, paid_on=DAY, actor=office(), now=SETTLING)
