"""A closed month stays as it was told; what changes afterwards shows, and is told as a restatement."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.benefits.figures import closing
from portal.benefits.figures.actions import close_month, restate_month
from portal.benefits.figures.models import ClosedMonth, MonthRow
from portal.benefits.figures.queries import spending_by
from portal.benefits.figures.selection import Selection
from portal.benefits.figures.states import Dimension, MonthState
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import Programme
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.extensions import db
from tests.factories.consortium import MANGWON, NOW, OFFICE, SEOGYO, TODAY
from tests.factories.ledger import make_charge, make_paying
from tests.factories.referrals import make_person

OCTOBER = date(2026, 10, 1)
DAY = date(2026, 10, 6)


@pytest.fixture
def programme(session: Session) -> Programme:
    return make_paying(name="돌봄 사업")


@pytest.fixture
def charge(programme: Programme) -> Charge:
    return make_charge(programme=programme, day=DAY)


@pytest.fixture
def closed(charge: Charge) -> ClosedMonth:
    return close_month(OCTOBER, actor=OFFICE, now=NOW)


def correct(charge: Charge, support: int) -> None:
    """What an adjustment of the ledger leaves in the charge."""
    charge.amount = charge.support = support
    db.session.flush()


def october() -> closing.MonthStanding:
    return closing.standing_of(OCTOBER, TODAY)


class TestClosing:
    def test_keeps_each_charge_as_it_is(self, closed: ClosedMonth, charge: Charge) -> None:
        (row,) = db.session.scalars(select(MonthRow))
        assert (row.charge_id, row.cases, row.support, row.dong_code) == (charge.id, 1, 24_000, MANGWON)
        assert october().state is MonthState.CLOSED
        assert october().told == october().now == october().at_closing

    def test_leaves_out_what_is_not_spent(self, programme: Programme) -> None:
        make_charge(programme=programme, day=DAY, state=ChargeState.HELD)
        make_charge(programme=programme, day=DAY + timedelta(days=40))
        close_month(OCTOBER, actor=OFFICE, now=NOW)
        assert db.session.scalars(select(MonthRow)).all() == []
        assert closing.booked_in(OCTOBER) == 1

    def test_waits_until_the_month_is_over(self, charge: Charge) -> None:
        with pytest.raises(DomainError, match="끝나지 않은 달"):
            close_month(TODAY.replace(day=1), actor=OFFICE, now=NOW)

    def test_happens_once(self, closed: ClosedMonth) -> None:
        with pytest.raises(Conflict):
            close_month(OCTOBER, actor=OFFICE, now=NOW)

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.COORDINATOR])
    def test_is_for_the_office(self, charge: Charge, role: Role) -> None:
        with pytest.raises(Forbidden):
            close_month(OCTOBER, actor=Actor(None, "", frozenset({role})), now=NOW)

    def test_is_never_changed(self, closed: ClosedMonth) -> None:
        row = db.session.scalars(select(MonthRow)).one()
        row.support = row.amount = 1
        with pytest.raises(FrozenRow):
            db.session.flush()


class TestLaterChanges:
    def test_show_and_leave_what_was_told(self, closed: ClosedMonth, charge: Charge) -> None:
        correct(charge, 12_000)
        standing = october()
        assert (standing.state, standing.changes) == (MonthState.CHANGED, 1)
        assert (standing.told.support, standing.now.support, standing.untold) == (24_000, 12_000, -12_000)

    def test_are_what_was_taken_away_and_what_was_added(self, closed: ClosedMonth, charge: Charge) -> None:
        late = make_charge(programme=charge.programme, day=DAY, quantity=1)
        (change,) = closing.changes_of(closed)
        assert (change.charge_id, change.cases, change.support) == (late.id, 1, 12_000)

    def test_a_charge_that_is_spent_no_longer_is_taken_away(self, closed: ClosedMonth, charge: Charge) -> None:
        charge.state = ChargeState.RELEASED
        db.session.flush()
        (change,) = closing.changes_of(closed)
        assert (change.cases, change.support) == (-1, -24_000)

    def test_another_payer_moves_the_whole_charge(self, closed: ClosedMonth, charge: Charge) -> None:
        other = make_paying(name="다른 사업")
        before, charge.programme_id = charge.programme_id, other.id
        db.session.flush()
        changes = {change.programme_id: change.support for change in closing.changes_of(closed)}
        assert changes == {before: -24_000, other.id: 24_000}

    def test_moving_house_changes_nothing(self, closed: ClosedMonth, charge: Charge) -> None:
        charge.person.household.dong_code = SEOGYO
        db.session.flush()
        assert closing.changes_of(closed) == []
        (row,) = spending_by(Dimension.DONG, Selection(2026, 10))
        assert row.key == MANGWON


class TestRestating:
    def test_tells_the_change_with_its_reason(self, closed: ClosedMonth, charge: Charge) -> None:
        correct(charge, 12_000)
        restatement = restate_month(closed, reason="시간을 잘못 적었습니다.", actor=OFFICE, now=NOW)
        standing = october()
        assert standing.state is MonthState.CLOSED
        assert (standing.at_closing.support, standing.told.support) == (24_000, 12_000)
        assert (standing.told.cases, standing.told.people) == (1, 1)
        assert sum(row.support for row in restatement.rows) == -12_000

    def test_a_person_whose_rows_were_all_taken_back_is_not_counted(self, closed: ClosedMonth, charge: Charge) -> None:
        charge.state = ChargeState.RELEASED
        db.session.flush()
        restate_month(closed, reason="가지 않은 방문", actor=OFFICE, now=NOW)
        assert october().told == closing.Stated()

    def test_follows_one_another(self, closed: ClosedMonth, charge: Charge) -> None:
        for number, support in enumerate([12_000, 18_000], start=1):
            correct(charge, support)
            assert restate_month(closed, reason="고침", actor=OFFICE, now=NOW).number == number
        assert october().told.support == 18_000

    def test_needs_a_change(self, closed: ClosedMonth) -> None:
        with pytest.raises(Conflict):
            restate_month(closed, reason="고침", actor=OFFICE, now=NOW)

    def test_is_for_the_office(self, closed: ClosedMonth, charge: Charge) -> None:
        correct(charge, 1)
        with pytest.raises(Forbidden):
            restate_month(closed, reason="고침", actor=Actor(None, "", frozenset({Role.AUDITOR})), now=NOW)


class TestStandings:
    def test_tell_the_months_that_have_begun_and_have_something(self, closed: ClosedMonth, charge: Charge) -> None:
        make_charge(programme=charge.programme, day=DAY - timedelta(days=30))
        states = {standing.month.month: standing.state for standing in closing.standings(2026, TODAY)}
        assert states[9] is MonthState.TO_CLOSE
        assert states[10] is MonthState.CLOSED
        assert states[11] is MonthState.RUNNING
        assert len(states) == 3

    def test_by_part_what_a_month_is_told_to_be(self, closed: ClosedMonth, charge: Charge) -> None:
        assert closing.stated_by(Dimension.SERVICE, closed)[charge.service_id].support == 24_000
        assert closing.stated_by(Dimension.DONG, closed)[MANGWON].people == 1

    def test_the_rows_of_a_part_add_up_to_it(self, closed: ClosedMonth, charge: Charge) -> None:
        make_charge(make_person("김이웃"), programme=charge.programme, day=DAY)
        restate_month(closed, reason="늦은 기록", actor=OFFICE, now=NOW)
        told = closing.stated_by(Dimension.PROGRAMME, closed)[charge.programme_id]
        rows = closing.rows_told(closed, Selection(2026, 10, charge.programme_id), 1)
        assert (rows.total, sum(row.support for row in rows.items)) == (2, told.support)
