"""A disputed line is held, with a reason and who must act, while the rest of its statement goes on."""

import pytest
from sqlalchemy.orm import Session

from portal.benefits.settlement import actions
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.benefits.settlement.queries import held_sums, lines_of, open_disputes
from portal.benefits.settlement.states import DisputeOutcome, DisputeState, LineKind, MustAct, StatementState
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, NotFound
from tests.factories.consortium import make_organisation
from tests.factories.ledger import make_charge
from tests.factories.settlement import (
    NOVEMBER,
    OCTOBER,
    SETTLING,
    approve,
    draw,
    make_charges,
    office,
    staff_of,
    submit,
)

pytestmark = pytest.mark.usefixtures("session")


def hold(line: StatementLine, actor: Actor | None = None) -> Dispute:
    actor = actor or staff_of(line.statement.organisation)
    reason = "두 시간이 아니라 세 시간이었습니다."
    return actions.raise_dispute(line, reason=reason, must_act=MustAct.COORDINATOR, actor=actor, now=SETTLING)


def settle(dispute: Dispute, outcome: DisputeOutcome = DisputeOutcome.KEPT, quantity: int | None = None) -> None:
    actions.settle_dispute(
        dispute, outcome, quantity=quantity, note="방문 기록을 보았습니다.", actor=office(), now=SETTLING
    )


@pytest.fixture
def statement() -> Statement:
    organisation = make_organisation()
    make_charges(organisation, 2)
    return draw(organisation)


class TestHoldALine:
    def test_takes_it_out_of_the_sums_and_leaves_the_rest(self, statement: Statement) -> None:
        first, second = lines_of(statement)
        hold(first)
        assert (statement.amount, held_sums(statement).amount) == (second.amount, first.amount)
        assert approve(statement).state is StatementState.APPROVED

    def test_says_why_and_who_must_act(self, statement: Statement) -> None:
        hold(lines_of(statement)[0])
        (dispute,) = open_disputes(viewer=office())
        assert dispute.must_act is MustAct.COORDINATOR
        assert "세 시간" in dispute.reason

    def test_needs_a_reason(self, statement: Statement) -> None:
        with pytest.raises(DomainError):
            actions.raise_dispute(
                lines_of(statement)[0], reason="", must_act=MustAct.OFFICE, actor=office(), now=SETTLING
            )

    def test_of_another_co_operative_is_not_found(self, statement: Statement) -> None:
        with pytest.raises(NotFound):
            hold(lines_of(statement)[0], staff_of(make_organisation()))

    def test_once_submitted_is_for_the_office(self, statement: Statement) -> None:
        line = lines_of(submit(statement))[0]
        with pytest.raises(Conflict):
            hold(line)
        assert hold(line, office()).state is DisputeState.OPEN

    def test_of_an_approved_month_is_refused(self, statement: Statement) -> None:
        line = lines_of(approve(statement))[0]
        with pytest.raises(Conflict):
            hold(line, office())

    def test_survives_drawing_up_anew(self, statement: Statement) -> None:
        first, second = lines_of(statement)
        hold(first)
        make_charge(organisation=statement.organisation, day=OCTOBER.replace(day=9))
        draw(statement.organisation)
        assert [line.held for line in lines_of(statement)] == [True, False, False]
        assert statement.amount == second.amount * 2

    def test_keeps_it_out_of_every_other_month(self, statement: Statement) -> None:
        hold(lines_of(statement)[0])
        approve(statement)
        assert actions.draw_statement(statement.organisation_id, NOVEMBER, actor=office(), now=SETTLING) is None


class TestSettle:
    def test_in_a_draft_counts_again_at_once(self, statement: Statement) -> None:
        before = statement.amount
        settle(hold(lines_of(statement)[0]))
        assert statement.amount == before
        assert not any(line.held for line in lines_of(statement))

    def test_with_a_correction_changes_the_ledger_and_the_line(self, statement: Statement) -> None:
        line = lines_of(statement)[0]
        settle(hold(line), DisputeOutcome.CORRECTED, 3)
        assert (line.charge.quantity, line.quantity, line.held) == (3, 3, False)

    def test_to_nothing_keeps_the_line_held_in_its_draft(self, statement: Statement) -> None:
        first, second = lines_of(statement)
        settle(hold(first), DisputeOutcome.CORRECTED, 0)
        assert (first.held, statement.amount) == (True, second.amount)

    def test_after_the_approval_comes_in_the_next_month(self, statement: Statement) -> None:
        line = lines_of(statement)[0]
        dispute = hold(line)
        approve(statement)
        settle(dispute, DisputeOutcome.CORRECTED, 3)
        (late,) = lines_of(draw(statement.organisation, NOVEMBER))
        assert (late.kind, late.quantity, late.charge_id) == (LineKind.LATE, 3, line.charge_id)
        assert line.held

    def test_needs_the_right_quantity(self, statement: Statement) -> None:
        with pytest.raises(DomainError):
            settle(hold(lines_of(statement)[0]), DisputeOutcome.CORRECTED)

    def test_twice_is_refused(self, statement: Statement) -> None:
        dispute = hold(lines_of(statement)[0])
        settle(dispute)
        with pytest.raises(Conflict):
            settle(dispute)

    def test_the_co_operative_may_take_it_back(self, statement: Statement) -> None:
        dispute = hold(lines_of(statement)[0])
        actions.withdraw_dispute(dispute, actor=staff_of(statement.organisation), now=SETTLING)
        assert dispute.state is DisputeState.SETTLED

    def test_somebody_else_may_be_asked(self, statement: Statement, session: Session) -> None:
        dispute = hold(lines_of(statement)[0])
        actions.hand_dispute_over(dispute, MustAct.OFFICE, actor=office(), now=SETTLING)
        assert session.get_one(Dispute, dispute.id).must_act is MustAct.OFFICE
