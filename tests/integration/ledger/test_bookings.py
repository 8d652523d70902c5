"""What a booking takes of the cap, and what becomes of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.benefits.ledger.models import CapAccount, CapEntry, CapPart
from portal.benefits.ledger.queries import account_of
from portal.benefits.ledger.rules import OverCap
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.benefits.programmes.states import Absence
from portal.consortium.catalogue.models import ServicePrice
from portal.consortium.catalogue.states import PriceSource
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import (
    cancel_visit,
    move_visit,
    record_nobody_home,
    record_provider_absent,
)
from portal.coordinators.visits.states import Attempt
from portal.db.constraints import broken_constraint
from portal.db.frozen import FrozenRow
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY
from tests.factories.ledger import choose, make_edition, make_paying, sum_of_entries
from tests.factories.referrals import make_scene, make_visit
from tests.integration.ledger.scenes import TWO_HOURS, Paid, done, make_paid

pytestmark = pytest.mark.usefixtures("session")


class TestBooking:
    def test_holds_what_the_programme_will_pay(self) -> None:
        paid = make_paid(others_own_percent=20)
        charge = paid.charge(paid.book())
        assert (charge.state, charge.quantity, charge.amount) == (ChargeState.HELD, 2, TWO_HOURS)
        assert (charge.own_share, charge.support) == (4_800, 19_200)
        assert paid.amounts() == (19_200, 0)

    def test_without_a_programme_the_resident_pays_and_no_account_is_touched(self) -> None:
        scene = make_scene()
        charge = Paid(scene, make_paying()).charge(make_visit(scene))
        assert (charge.programme_id, charge.account_id) == (None, None)
        assert (charge.own_share, charge.support) == (TWO_HOURS, 0)

    def test_a_resident_chosen_to_pay_pays(self) -> None:
        paid = make_paid()
        choose(paid.scene.line, None, now=NOW + timedelta(minutes=1))
        assert paid.charge(paid.book()).own_share == TWO_HOURS
        assert account_of(paid.scene.person.id, paid.programme.id, 2026) is None

    def test_a_service_that_the_edition_does_not_cover_is_the_residents(self) -> None:
        paid = make_paid()
        make_edition(paid.programme, starts_on=TODAY)
        charge = paid.charge(paid.book())
        assert charge.programme_id is None
        assert "지원하지 않아" in charge.reason

    def test_who_is_not_eligible_on_the_day_pays(self) -> None:
        charge_of_other_district = make_paid(district="11110")
        charge = charge_of_other_district.charge(charge_of_other_district.book())
        assert charge.programme_id is None
        assert "대상이 아니어서" in charge.reason

    def test_over_the_cap_is_refused_with_what_is_left(self) -> None:
        paid = make_paid(annual_cap=TWO_HOURS + 10_000)
        paid.book()
        with pytest.raises(OverCap) as refused:
            paid.book(paid.scene.another_slot())
        assert (refused.value.left, refused.value.needed) == (10_000, TWO_HOURS)
        assert refused.value.params == {"left": "10,000원", "needed": "24,000원"}

    def test_the_last_won_can_be_booked(self) -> None:
        paid = make_paid(annual_cap=2 * TWO_HOURS)
        paid.book()
        paid.book(paid.scene.another_slot())
        assert paid.balance().remaining == 0

    def test_without_a_cap_nothing_is_ever_used_up(self) -> None:
        paid = make_paid(annual_cap=None)
        paid.book()
        assert paid.balance().remaining is None
        assert paid.amounts() == (TWO_HOURS, 0)

    def test_a_service_split_in_two_counts_against_its_limit_together(self) -> None:
        scene = make_scene()
        paid = Paid(scene, make_paying(scene.line.service, service_limits={scene.line.service.code: 30_000}))
        choose(scene.line, paid.programme)
        paid.book(paid.slot_on(TODAY + timedelta(days=1), hours=1))
        paid.book(paid.slot_on(TODAY + timedelta(days=2), hours=1))
        with pytest.raises(OverCap) as refused:
            paid.book(paid.slot_on(TODAY + timedelta(days=3), hours=1))
        assert refused.value.of_service
        assert (refused.value.left, refused.value.needed) == (6_000, 12_000)

    def test_a_limit_that_was_abolished_binds_no_longer(self) -> None:
        scene = make_scene()
        paid = Paid(scene, make_paying(scene.line.service, service_limits={scene.line.service.code: TWO_HOURS}))
        choose(scene.line, paid.programme)
        make_edition(paid.programme, scene.line.service, starts_on=TODAY + timedelta(days=3))
        paid.book()
        with pytest.raises(OverCap):
            paid.book(paid.slot_on(TODAY + timedelta(days=2)))
        db.session.rollback()

    def test_from_the_day_of_abolition_on_more_can_be_booked(self) -> None:
        scene = make_scene()
        paid = Paid(scene, make_paying(scene.line.service, service_limits={scene.line.service.code: TWO_HOURS}))
        choose(scene.line, paid.programme)
        make_edition(paid.programme, scene.line.service, starts_on=TODAY + timedelta(days=3))
        paid.book()
        paid.book(paid.slot_on(TODAY + timedelta(days=3)))
        assert paid.amounts() == (2 * TWO_HOURS, 0)


class TestRecord:
    def test_commits_what_was_held(self) -> None:
        paid = make_paid()
        visit = paid.book()
        done(paid, visit)
        charge = paid.charge(visit)
        assert (charge.state, charge.outcome) == (ChargeState.COMMITTED, ChargeOutcome.DONE)
        assert paid.amounts() == (0, TWO_HOURS)

    @pytest.mark.parametrize(("minutes", "hours"), [(40, 1), (60, 1), (61, 2), (120, 2), (121, 3)])
    def test_counts_begun_hours(self, minutes: int, hours: int) -> None:
        paid = make_paid()
        visit = paid.book()
        done(paid, visit, minutes=minutes)
        assert paid.charge(visit).quantity == hours
        assert paid.amounts() == (0, hours * 12_000)

    def test_takes_the_quantity_of_what_is_not_time(self) -> None:
        paid = make_paid()
        paid.scene.line.service.unit = "식"
        visit = paid.book()
        done(paid, visit, quantity=3)
        assert paid.charge(visit).amount == 36_000

    def test_longer_than_what_is_left_falls_to_the_own_share(self) -> None:
        paid = make_paid(annual_cap=TWO_HOURS + 5_000)
        visit = paid.book()
        done(paid, visit, minutes=180)
        charge = paid.charge(visit)
        assert (charge.amount, charge.support, charge.own_share) == (36_000, 29_000, 7_000)
        assert "넘는 만큼" in charge.reason
        assert paid.balance().remaining == 0

    def test_takes_the_price_in_force_on_the_service_day(self) -> None:
        paid = make_paid()
        visit = paid.book()
        prices = paid.scene.line.service.prices
        prices.append(ServicePrice(amount=15_000, valid_from=TODAY + timedelta(days=1), source=PriceSource.AGREED))
        db.session.flush()
        done(paid, visit)
        assert paid.charge(visit).unit_price == 15_000
        assert paid.amounts() == (0, 30_000)

    def test_once_recorded_a_later_price_changes_nothing(self) -> None:
        paid = make_paid()
        visit = paid.book()
        done(paid, visit)
        paid.scene.line.service.prices[0].amount = 99_000
        db.session.flush()
        assert paid.amounts() == (0, TWO_HOURS)


class TestNotHappened:
    def test_cancelled_in_time_gives_all_back(self) -> None:
        paid = make_paid()
        visit = paid.book()
        cancel_visit(visit, CancelledBy.RESIDENT, actor=paid.scene.resident, now=visit.starts_at - timedelta(days=1))
        assert paid.charge(visit).state is ChargeState.RELEASED
        assert paid.charge(visit).amount == 0
        assert paid.amounts() == (0, 0)

    def test_cancelled_late_costs_the_share_that_the_edition_says(self) -> None:
        paid = make_paid(absence_percent={Absence.CANCELLED_LATE: 30}, others_own_percent=10)
        visit = paid.book()
        late = visit.starts_at - timedelta(hours=1)
        cancel_visit(visit, CancelledBy.RESIDENT, actor=paid.scene.resident, now=late)
        charge = paid.charge(visit)
        assert (charge.state, charge.due_percent, charge.amount) == (ChargeState.COMMITTED, 30, 7_200)
        assert (charge.own_share, charge.support) == (720, 6_480)
        assert paid.amounts() == (0, 6_480)

    def test_a_co_operative_that_cancels_late_is_due_nothing(self) -> None:
        paid = make_paid(absence_percent={Absence.CANCELLED_LATE: 30})
        visit = paid.book()
        late = visit.starts_at - timedelta(hours=1)
        cancel_visit(visit, CancelledBy.COOPERATIVE, actor=paid.scene.worker, now=late)
        assert paid.charge(visit).state is ChargeState.RELEASED
        assert paid.amounts() == (0, 0)

    def test_nobody_home_and_nobody_coming_are_different_things(self) -> None:
        absences = {Absence.NOBODY_HOME: 100, Absence.PROVIDER_ABSENT: 0}
        here, there = make_paid(absence_percent=absences), make_paid(absence_percent=absences)
        nobody_home, nobody_came = here.book(), there.book()
        now = nobody_home.starts_at + timedelta(minutes=20)
        record_nobody_home(nobody_home, [Attempt.RANG], actor=here.scene.worker, now=now)
        record_provider_absent(nobody_came, note="차가 고장", actor=there.scene.worker, now=now)
        assert (here.amounts(), there.amounts()) == ((0, TWO_HOURS), (0, 0))
        assert here.charge(nobody_home).outcome is ChargeOutcome.NOBODY_HOME
        assert there.charge(nobody_came).outcome is ChargeOutcome.PROVIDER_ABSENT


class TestMove:
    def test_releases_and_holds_in_one_moment_even_of_a_full_account(self) -> None:
        paid = make_paid(annual_cap=TWO_HOURS)
        visit = paid.book()
        moved = move_visit(visit, paid.scene.another_slot().id, actor=paid.scene.coordinator, now=NOW)
        assert paid.charge(visit).outcome is ChargeOutcome.MOVED
        assert paid.charge(moved).state is ChargeState.HELD
        assert paid.amounts() == (TWO_HOURS, 0)

    def test_there_and_back_again_holds_once(self) -> None:
        paid = make_paid(annual_cap=TWO_HOURS)
        visit = paid.book()
        moved = move_visit(visit, paid.scene.another_slot().id, actor=paid.scene.coordinator, now=NOW)
        later = NOW + timedelta(minutes=5)
        back = move_visit(moved, paid.scene.slot.id, actor=paid.scene.coordinator, now=later)
        assert back.id == visit.id
        assert paid.charge(back).state is ChargeState.HELD
        assert paid.amounts() == (TWO_HOURS, 0)

    def test_over_the_years_end_one_year_gives_back_and_the_other_holds(self) -> None:
        paid = make_paid()
        visit = paid.book(paid.slot_on(date(2026, 12, 31)))
        moved = move_visit(visit, paid.slot_on(date(2027, 1, 1)).id, actor=paid.scene.coordinator, now=NOW)
        assert (paid.amounts(2026), paid.amounts(2027)) == ((0, 0), (TWO_HOURS, 0))
        assert paid.charge(moved).service_on == date(2027, 1, 1)

    def test_a_longer_time_that_does_not_fit_is_refused(self) -> None:
        paid = make_paid(annual_cap=TWO_HOURS)
        visit = paid.book()
        longer = paid.slot_on(TODAY + timedelta(days=4), hours=3)
        with pytest.raises(OverCap):
            move_visit(visit, longer.id, actor=paid.scene.coordinator, now=NOW)


def test_the_balance_is_the_sum_of_the_entries(session: Session) -> None:
    paid = make_paid(absence_percent={Absence.CANCELLED_LATE: 50})
    first, second = paid.book(), paid.book(paid.scene.another_slot())
    done(paid, first, minutes=50)
    late = second.starts_at - timedelta(hours=2)
    cancel_visit(second, CancelledBy.RESIDENT, actor=paid.scene.resident, now=late)
    account = account_of(paid.scene.person.id, paid.programme.id, 2026)
    assert account is not None
    session.refresh(account)
    assert sum_of_entries(account.id) == (account.held, account.committed) == (0, 24_000)


class TestWhateverTheCode:
    """What the database and the models hold, should an action ever be wrong."""

    @pytest.mark.parametrize("column", [CapAccount.held, CapAccount.committed], ids=["held", "committed"])
    def test_an_account_never_exceeds_its_cap(self, session: Session, column: InstrumentedAttribute[int]) -> None:
        paid = make_paid()
        paid.book()
        session.flush()
        with pytest.raises(IntegrityError) as refused:
            session.execute(update(CapAccount).values({column: CapAccount.cap + 1}))
        assert broken_constraint(refused.value) == "ck_cap_account_cap"

    def test_a_service_never_exceeds_its_limit(self, session: Session) -> None:
        scene = make_scene()
        paid = Paid(scene, make_paying(scene.line.service, service_limits={scene.line.service.code: TWO_HOURS}))
        choose(scene.line, paid.programme)
        paid.book()
        session.flush()
        with pytest.raises(IntegrityError) as refused:
            session.execute(update(CapPart).values(held=TWO_HOURS + 1))
        assert broken_constraint(refused.value) == "ck_cap_part_limit"

    def test_an_entry_never_changes(self, session: Session) -> None:
        make_paid().book()
        entry = session.scalars(select(CapEntry)).one()
        entry.held += 1
        with pytest.raises(FrozenRow):
            session.flush()
