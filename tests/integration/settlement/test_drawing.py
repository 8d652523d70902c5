"""A statement says what the ledger says; what changes after the approval comes as negative lines in a later month."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, Step
from portal.benefits.ledger.actions import adjust_charge
from portal.benefits.ledger.states import ChargeState
from portal.benefits.settlement import actions
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.queries import lines_of, sums_by_service
from portal.benefits.settlement.states import LineKind, StatementState
from portal.core.actors import SYSTEM
from portal.core.errors import Conflict, Forbidden
from tests.factories.consortium import make_organisation, make_service
from tests.factories.ledger import make_charge, make_paying
from tests.factories.settlement import NOVEMBER, OCTOBER, SETTLING, approve, draw, make_charges, office, submit

pytestmark = pytest.mark.usefixtures("session")


class TestDrawUp:
    def test_takes_what_is_due_in_the_month_at_the_price_of_the_day(self) -> None:
        organisation, service = make_organisation(), make_service(amount=16_000)
        make_charge(None, organisation, service, make_paying(service), day=date(2026, 10, 5), own_percent=30)
        statement = draw(organisation)
        (line,) = lines_of(statement)
        assert (line.kind, line.quantity, line.unit_price, line.amount) == (LineKind.VISIT, 2, 16_000, 32_000)
        assert (statement.amount, statement.own_share, statement.support) == (32_000, 9_600, 22_400)

    def test_masks_the_names(self) -> None:
        organisation = make_organisation()
        make_charges(organisation, 1)
        assert "*" in lines_of(draw(organisation))[0].masked_name

    @pytest.mark.parametrize("state", [ChargeState.HELD, ChargeState.RELEASED])
    def test_leaves_out_what_is_not_due(self, state: ChargeState) -> None:
        organisation = make_organisation()
        make_charges(organisation, 1, state=state)
        assert actions.draw_statement(organisation.id, OCTOBER, actor=office(), now=SETTLING) is None

    def test_leaves_out_other_months_and_other_members(self) -> None:
        organisation = make_organisation()
        mine = make_charges(organisation, 1)
        make_charges(organisation, 1, NOVEMBER)
        make_charges(make_organisation(), 1)
        assert [line.charge_id for line in lines_of(draw(organisation))] == [mine[0].id]

    def test_numbers_without_gaps(self) -> None:
        first = draw_one()
        assert actions.draw_statement(make_organisation().id, OCTOBER, actor=office(), now=SETTLING) is None
        assert [first.number, draw_one().number] == ["2026-000001", "2026-000002"]

    def test_again_follows_the_ledger_and_keeps_the_number(self) -> None:
        organisation = make_organisation()
        first, second = make_charges(organisation)
        statement = draw(organisation)
        adjust_charge(first, quantity=1, reason="한 시간만 했습니다.", actor=office(), now=SETTLING)
        adjust_charge(second, quantity=0, reason="하지 않았습니다.", actor=office(), now=SETTLING)
        assert draw(organisation).number == statement.number
        assert [(line.charge_id, line.quantity) for line in lines_of(statement)] == [(first.id, 1)]
        assert statement.amount == first.amount

    def test_again_without_a_change_writes_nothing(self, session: Session) -> None:
        organisation = make_organisation()
        make_charges(organisation)
        revision = draw(organisation).revision
        assert draw(organisation).revision == revision
        assert len(session.scalars(select(Step).where(Step.kind == "statement")).all()) == 1

    def test_leaves_a_statement_that_was_submitted(self) -> None:
        organisation = make_organisation()
        make_charges(organisation, 1)
        statement = submit(draw(organisation))
        make_charge(organisation=organisation, day=date(2026, 10, 20))
        assert draw(organisation) is statement
        assert len(lines_of(statement)) == 1

    def test_needs_a_person_of_the_office(self) -> None:
        with pytest.raises(Forbidden):
            actions.draw_statement(make_organisation().id, OCTOBER, actor=SYSTEM, now=SETTLING)

    def test_stands_in_the_audit(self, session: Session) -> None:
        statement = draw_one()
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "statement.draw"))
        assert entry.subject_id == statement.id

    def test_adds_up_by_service(self) -> None:
        organisation, service = make_organisation(), make_service(amount=10_000)
        make_charges(organisation, 3, service=service, quantity=2)
        (sums,) = sums_by_service(draw(organisation))
        assert (sums.service, sums.sums.count, sums.sums.quantity, sums.sums.amount) == (service.name, 3, 6, 60_000)

    def test_refuses_a_month_to_come(self) -> None:
        with pytest.raises(Conflict):
            actions.request_run(date(2026, 12, 1), actor=office(), now=SETTLING)


class TestAfterTheApproval:
    def test_a_correction_comes_as_a_negative_and_a_new_line(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        october = approve(draw(organisation))
        before = october.amount
        adjust_charge(charge, quantity=1, reason="한 시간만 했습니다.", actor=office(), now=SETTLING)
        november = draw(organisation, NOVEMBER)
        assert [(line.kind, line.amount) for line in lines_of(november)] == [
            (LineKind.REVERSAL, -before),
            (LineKind.RESTATED, charge.amount),
        ]
        assert (october.amount, october.amount + november.amount) == (before, charge.amount)

    def test_a_correction_drawn_again_stays_as_it_is(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        october = approve(draw(organisation))
        adjust_charge(charge, quantity=1, reason="한 시간만 했습니다.", actor=office(), now=SETTLING)
        first = [(line.kind, line.amount) for line in lines_of(draw(organisation, NOVEMBER))]
        november = draw(organisation, NOVEMBER)
        assert [(line.kind, line.amount) for line in lines_of(november)] == first
        assert october.amount + november.amount == charge.amount

    def test_a_correction_of_what_is_drawn_up_already_follows_the_ledger(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        october = approve(draw(organisation))
        for quantity in (1, 3):
            adjust_charge(charge, quantity=quantity, reason="다시 확인했습니다.", actor=office(), now=SETTLING)
            november = draw(organisation, NOVEMBER)
            assert [line.kind for line in lines_of(november)] == [LineKind.REVERSAL, LineKind.RESTATED]
            assert october.amount + november.amount == charge.amount

    def test_what_was_never_due_is_taken_back_alone(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        approve(draw(organisation))
        adjust_charge(charge, quantity=0, reason="하지 않았습니다.", actor=office(), now=SETTLING)
        (line,) = lines_of(draw(organisation, NOVEMBER))
        assert (line.kind, line.quantity) == (LineKind.REVERSAL, -2)

    def test_a_visit_recorded_late_comes_in_the_next_month(self) -> None:
        organisation = make_organisation()
        make_charges(organisation, 1)
        approve(draw(organisation))
        late = make_charge(organisation=organisation, day=date(2026, 10, 30))
        (line,) = lines_of(draw(organisation, NOVEMBER))
        assert (line.charge_id, line.kind) == (late.id, LineKind.LATE)

    def test_nothing_is_claimed_twice(self) -> None:
        organisation = make_organisation()
        make_charges(organisation, 2)
        approve(draw(organisation))
        make_charge(organisation=organisation, day=date(2026, 10, 30))
        approve(draw(organisation, NOVEMBER))
        assert actions.draw_statement(organisation.id, date(2026, 12, 1), actor=office(), now=SETTLING) is None

    def test_a_month_that_is_not_approved_yet_takes_its_own_changes(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        october = submit(draw(organisation))
        adjust_charge(charge, quantity=1, reason="한 시간만 했습니다.", actor=office(), now=SETTLING)
        assert actions.draw_statement(organisation.id, NOVEMBER, actor=office(), now=SETTLING) is None
        actions.return_statement(october, reason="수량이 바뀌었습니다.", actor=office(), now=SETTLING)
        assert draw(organisation).amount == charge.amount
        assert october.state is StatementState.DRAFT

    def test_corrections_of_corrections_tie(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        statements = [approve(draw(organisation))]
        for quantity, month in ((5, NOVEMBER), (3, date(2026, 12, 1)), (0, date(2027, 1, 1))):
            adjust_charge(charge, quantity=quantity, reason="다시 확인했습니다.", actor=office(), now=SETTLING)
            statements.append(approve(draw(organisation, month)))
            assert sum(each.amount for each in statements) == charge.amount


def draw_one() -> Statement:
    organisation = make_organisation()
    make_charges(organisation, 1)
    return draw(organisation)
