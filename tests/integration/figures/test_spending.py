"""What is spent is told by each of its parts, and every figure is the sum of the rows that it opens."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.benefits.figures.actions import set_budget
from portal.benefits.figures.queries import (
    Spending,
    budgets_set,
    programme_years,
    rows_behind,
    spending_by,
    spending_of,
    years,
)
from portal.benefits.figures.selection import Selection
from portal.benefits.figures.states import Dimension
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.benefits.programmes.models import Programme
from portal.core.actors import Actor
from portal.core.errors import Forbidden
from portal.core.permissions import Role
from tests.factories.consortium import MANGWON, NOW, OFFICE, SEOGYO, TODAY, make_organisation, make_service
from tests.factories.ledger import make_charge, make_paying
from tests.factories.referrals import make_person

SEPTEMBER, OCTOBER = date(2026, 9, 14), date(2026, 10, 6)
YEAR = Selection(2026)


@pytest.fixture
def programme(session: Session) -> Programme:
    """Three visits of two persons that it pays, one more that a resident pays, one booked, one released."""
    cleaning, meal = make_service("cleaning", name="청소"), make_service("meal", amount=9_000, unit="식", name="식사")
    programme = make_paying(cleaning, meal, name="돌봄 사업")
    mangwon, seogyo = make_person("홍길동"), make_person("김이웃", dong_code=SEOGYO)
    first, second = make_organisation("가람"), make_organisation("나루")
    make_charge(mangwon, first, cleaning, programme, day=SEPTEMBER)
    make_charge(mangwon, first, cleaning, programme, day=OCTOBER, own_percent=20)
    make_charge(seogyo, second, meal, programme, day=OCTOBER, quantity=3)
    make_charge(seogyo, second, meal, None, day=OCTOBER)
    make_charge(seogyo, first, cleaning, programme, day=TODAY + timedelta(days=3), state=ChargeState.HELD)
    cancelled = ChargeOutcome.CANCELLED_IN_TIME
    make_charge(seogyo, first, cleaning, programme, day=OCTOBER, state=ChargeState.RELEASED, outcome=cancelled)
    return programme


def told(dimension: Dimension, selection: Selection = YEAR) -> list[tuple[Any, ...]]:
    rows = spending_by(dimension, selection)
    return [(row.cases, row.people, row.support, row.own_share, row.booked) for row in rows]


class TestSpending:
    def test_of_the_year_counts_what_is_committed_and_keeps_what_is_booked_apart(self, programme: Programme) -> None:
        assert spending_of(YEAR) == Spending(None, 4, 2, 84_000, 13_800, 70_200, 24_000)

    def test_by_programme_has_a_row_for_what_residents_pay_whole(self, programme: Programme) -> None:
        assert [row.key for row in spending_by(Dimension.PROGRAMME, YEAR)] == [programme.id, None]
        assert told(Dimension.PROGRAMME) == [(3, 2, 70_200, 4_800, 24_000), (1, 1, 0, 9_000, 0)]

    def test_by_service_tells_the_most_spent_first(self, programme: Programme) -> None:
        assert told(Dimension.SERVICE) == [(2, 1, 43_200, 4_800, 24_000), (2, 1, 27_000, 9_000, 0)]

    def test_by_member(self, programme: Programme) -> None:
        assert told(Dimension.ORGANISATION) == [(2, 1, 43_200, 4_800, 24_000), (2, 1, 27_000, 9_000, 0)]

    def test_by_dong_is_where_people_live(self, programme: Programme) -> None:
        assert [row.key for row in spending_by(Dimension.DONG, YEAR)] == [MANGWON, SEOGYO]

    def test_by_month_is_in_the_order_of_the_year(self, programme: Programme) -> None:
        assert [row.key for row in spending_by(Dimension.MONTH, YEAR)] == [9, 10, 11]
        assert told(Dimension.MONTH)[0] == (1, 1, 24_000, 0, 0)

    def test_of_another_year_is_nothing(self, programme: Programme) -> None:
        assert spending_by(Dimension.SERVICE, Selection(2025)) == []
        assert spending_of(Selection(2025)) == Spending(None, 0, 0, 0, 0, 0, 0)

    @pytest.mark.parametrize("dimension", list(Dimension))
    def test_every_row_is_the_sum_of_the_charges_that_it_opens(
        self, programme: Programme, dimension: Dimension
    ) -> None:
        for row in spending_by(dimension, YEAR):
            part = YEAR.narrowed(dimension, row.key)
            opened = rows_behind(part, ChargeState.COMMITTED, 1)
            assert opened.total == row.cases
            assert sum(charge.support for charge in opened.items) == row.support
            assert sum(charge.own_share for charge in opened.items) == row.own_share
            assert len({charge.person_id for charge in opened.items}) == row.people
            booked = rows_behind(part, ChargeState.HELD, 1)
            assert sum(charge.support for charge in booked.items) == row.booked

    def test_the_rows_of_every_part_add_up_to_the_whole(self, programme: Programme) -> None:
        for dimension in Dimension:
            assert sum(row.amount for row in spending_by(dimension, YEAR)) == spending_of(YEAR).amount


class TestBudget:
    def test_the_one_set_last_counts_and_the_earlier_stay(self, programme: Programme) -> None:
        set_budget(programme, 2026, 1_000_000, note="본예산", actor=OFFICE, now=NOW)
        set_budget(programme, 2026, 1_200_000, note="추경", actor=OFFICE, now=NOW + timedelta(days=1))
        (year,) = programme_years(2026, TODAY)
        assert (year.planned, year.used_percent) == (1_200_000, 6)
        assert [each.note for each in budgets_set(programme.id, 2026)] == ["추경", "본예산"]

    def test_the_forecast_goes_on_at_the_pace_since_the_first_spending(self, programme: Programme) -> None:
        (year,) = programme_years(2026, TODAY)
        assert year.planned is None
        assert year.forecast == 70_200 + 70_200 * 38 // 71  # 14 September to 23 November are 71 days

    def test_a_programme_with_a_budget_alone_is_told(self, programme: Programme) -> None:
        set_budget(programme, 2027, 500_000, note="", actor=OFFICE, now=NOW)
        (year,) = programme_years(2027, TODAY)
        assert (year.spending.support, year.forecast, year.used_percent) == (0, 0, 0)

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.COORDINATOR, Role.COOPERATIVE])
    def test_only_the_office_sets_one(self, programme: Programme, role: Role) -> None:
        with pytest.raises(Forbidden):
            set_budget(programme, 2026, 1, note="", actor=Actor(None, "", frozenset({role})), now=NOW)


def test_the_years_with_something_to_tell_are_offered(programme: Programme) -> None:
    assert years(date(2027, 1, 2)) == [2027, 2026]
