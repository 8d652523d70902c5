"""Which lines a statement needs, who may approve it, how months and account numbers are read."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from portal.benefits.settlement.rules import (
    Values,
    first_of_month,
    last_of_month,
    mask_account,
    may_approve,
    may_dispute,
    next_month,
    parse_account_number,
    parse_month,
    refuse_coming_month,
    wanted_lines,
)
from portal.benefits.settlement.states import STATEMENT_STATES, LineKind, StatementState, StatementVerb
from portal.core.errors import Conflict, DomainError

DUE = Values(uuid4(), None, date(2026, 10, 5), "시간", 16_000, 2, 100, 30, 32_000, 9_600, 22_400)
MORE = DUE._replace(quantity=3, amount=48_000, own_share=14_400, support=33_600)


class TestWantedLines:
    def test_what_is_due_and_was_never_said(self) -> None:
        assert [each.kind for each in wanted_lines(DUE, None, of_this_month=True)] == [LineKind.VISIT]
        assert [each.kind for each in wanted_lines(DUE, None, of_this_month=False)] == [LineKind.LATE]

    def test_nothing_where_it_was_said_so(self) -> None:
        assert wanted_lines(DUE, DUE, of_this_month=False) == []
        assert wanted_lines(None, None, of_this_month=True) == []

    def test_a_correction_adds_up_to_what_is_due(self) -> None:
        back, anew = wanted_lines(MORE, DUE, of_this_month=False)
        assert (back.kind, anew.kind) == (LineKind.REVERSAL, LineKind.RESTATED)
        assert DUE.amount + back.values.amount + anew.values.amount == MORE.amount
        assert back.values.unit_price == DUE.unit_price

    def test_what_is_no_longer_due_is_taken_back(self) -> None:
        (back,) = wanted_lines(None, DUE, of_this_month=False)
        assert (back.values.quantity, back.values.support) == (-2, -22_400)


@pytest.mark.parametrize(("who", "may"), [(0, False), (1, False), (2, True), (None, False)])
def test_nobody_approves_what_they_drew_up_or_sent(who: int | None, *, may: bool) -> None:
    people = [UUID(int=number) for number in range(3)]
    user_id = None if who is None else people[who]
    assert may_approve(user_id, [people[0]], [people[1], None]) is may


def test_an_approved_statement_can_only_be_paid() -> None:
    assert STATEMENT_STATES.verbs(StatementState.APPROVED) == [StatementVerb.PAY]
    assert STATEMENT_STATES.verbs(StatementState.PAID) == []


class TestMonths:
    def test_are_read_as_people_write_them(self) -> None:
        assert parse_month(" 2026-10 ") == date(2026, 10, 1)

    @pytest.mark.parametrize("text", ["2026-13", "2026-00", "10월", "", "2026-10-40"])
    def test_or_refused(self, text: str) -> None:
        with pytest.raises(DomainError):
            parse_month(text)

    def test_begin_and_end(self) -> None:
        assert first_of_month(date(2028, 2, 29)) == date(2028, 2, 1)
        assert last_of_month(date(2028, 2, 1)) == date(2028, 2, 29)
        assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)

    def test_to_come_are_refused(self) -> None:
        refuse_coming_month(date(2026, 11, 1), date(2026, 11, 1))
        with pytest.raises(Conflict):
            refuse_coming_month(date(2026, 12, 1), date(2026, 11, 30))


class TestAccountNumbers:
    @pytest.mark.parametrize("text", ["110-123-456789", "110 123 456789", "１１０１２３４５６７８９", "110–123–456789"])
    def test_are_read_however_they_are_typed(self, text: str) -> None:
        assert parse_account_number(text) == "110123456789"

    @pytest.mark.parametrize("text", ["", "123456789", "11012345678x", "1" * 17, "١١٠١٢٣٤٥٦٧"])
    def test_or_refused(self, text: str) -> None:
        with pytest.raises(DomainError):
            parse_account_number(text)

    def test_show_four_digits(self) -> None:
        assert mask_account("110123456789") == "********6789"


@pytest.mark.parametrize(
    ("state", "by_co_operative", "by_office"),
    [
        (StatementState.DRAFT, True, True),
        (StatementState.CHECKED, True, True),
        (StatementState.SUBMITTED, False, True),
        (StatementState.APPROVED, False, False),
        (StatementState.PAID, False, False),
    ],
)
def test_what_was_sent_is_disputed_by_the_office_alone(
    state: StatementState, *, by_co_operative: bool, by_office: bool
) -> None:
    assert may_dispute(state, by_office=False) is by_co_operative
    assert may_dispute(state, by_office=True) is by_office
