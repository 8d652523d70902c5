"""What a booking costs follows bands, prices and payers; corrections have a reason; grants let a visit fit."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.benefits.eligibility.actions import choose_payer
from portal.benefits.ledger.actions import (
    Wanted,
    adjust_charge,
    change_payer,
    grant_override,
    reprice_held,
    request_override,
    set_spending_limit,
)
from portal.benefits.ledger.models import CapEntry
from portal.benefits.ledger.queries import SETTLED, account_of, my_support, untied_accounts
from portal.benefits.ledger.rules import OverCap
from portal.benefits.ledger.states import OverrideState
from portal.benefits.programmes.models import MedianIncome, TableImport
from portal.benefits.programmes.states import ImportKind, IncomeBand
from portal.consortium.catalogue.models import ServicePrice
from portal.consortium.catalogue.states import PriceSource
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_office
from tests.factories.eligibility import make_income
from tests.factories.ledger import make_paying
from tests.integration.ledger.scenes import TWO_HOURS, Paid, done, make_paid
from tests.sockets import filled_by

pytestmark = pytest.mark.usefixtures("session")


def by_income(**rules: object) -> Paid:
    """Up to 100 % of the median income nothing is the resident's own; all others pay all."""
    table = TableImport(kind=ImportKind.MEDIAN_INCOME, file_name="표.csv", digest="0" * 64, rows=1, imported_at=NOW)
    db.session.add(table)
    db.session.flush()
    db.session.add(MedianIncome(year=2026, household_size=1, monthly_krw=2_000_000, import_id=table.id))
    db.session.flush()
    return make_paid(full_support_percent=100, others_own_percent=100, **rules)


class TestBand:
    def test_unverified_pays_like_others_until_it_is_verified(self) -> None:
        paid = by_income()
        charge = paid.charge(paid.book())
        assert (charge.own_share, charge.support) == (TWO_HOURS, 0)
        make_income(paid.scene.person, IncomeBand.UP_TO_85, from_on=TODAY)
        assert (charge.own_share, charge.support) == (0, TWO_HOURS)
        assert paid.amounts() == (TWO_HOURS, 0)

    def test_counts_from_its_day_on(self) -> None:
        paid = by_income()
        before, after = paid.book(), paid.book(paid.scene.another_slot(days=5))
        make_income(paid.scene.person, IncomeBand.UP_TO_50, from_on=TODAY + timedelta(days=3))
        assert paid.charge(before).support == 0
        assert paid.charge(after).support == TWO_HOURS

    def test_what_a_statement_has_settled_stays(self) -> None:
        paid = by_income()
        visit = paid.book()
        done(paid, visit)
        with filled_by(SETTLED, set):
            make_income(paid.scene.person, IncomeBand.UP_TO_50, from_on=TODAY)
        assert paid.charge(visit).support == 0

    def test_what_does_not_fit_stays_with_the_resident(self) -> None:
        paid = by_income(annual_cap=20_000)
        charge = paid.charge(paid.book())
        make_income(paid.scene.person, IncomeBand.UP_TO_50, from_on=TODAY)
        assert (charge.own_share, charge.support) == (4_000, 20_000)


def test_what_is_held_follows_a_price_that_changes_after_the_booking() -> None:
    paid = make_paid()
    charge = paid.charge(paid.book())
    prices = paid.scene.line.service.prices
    prices.append(ServicePrice(amount=10_000, valid_from=charge.service_on, source=PriceSource.AGREED))
    db.session.flush()
    assert reprice_held(NOW) == 1
    assert paid.amounts() == (20_000, 0)
    assert reprice_held(NOW) == 0


class TestPayer:
    def test_what_is_booked_follows_the_payer_chosen_for_the_line(self) -> None:
        paid = make_paid()
        paid.book()
        other = Paid(paid.scene, make_paying(paid.scene.line.service, others_own_percent=50))
        line = paid.scene.line
        given = {"reason": "더 알맞은 사업", "actor": paid.scene.coordinator, "now": NOW + timedelta(minutes=1)}
        choose_payer(line.id, paid.scene.person, line.service, other.programme.id, **given)  # type: ignore[arg-type]
        assert (paid.amounts(), other.amounts()) == ((0, 0), (12_000, 0))

    def test_a_full_account_takes_nothing_over(self) -> None:
        paid = make_paid()
        charge = paid.charge(paid.book())
        other = make_paying(paid.scene.line.service, annual_cap=10_000)
        with pytest.raises(OverCap):
            change_payer(charge, other.id, reason="옮김", actor=paid.scene.coordinator, now=NOW)

    def test_a_programme_that_may_not_pay_is_refused(self) -> None:
        paid = make_paid()
        charge = paid.charge(paid.book())
        with pytest.raises(DomainError, match="지원할 수 없는 사업"):
            change_payer(charge, make_paying().id, reason="옮김", actor=paid.scene.coordinator, now=NOW)

    def test_a_co_operative_may_not_choose(self) -> None:
        paid = make_paid()
        charge = paid.charge(paid.book())
        with pytest.raises(Forbidden):
            change_payer(charge, None, reason="옮김", actor=paid.scene.worker, now=NOW)

    def test_leaves_its_reason_in_the_row_and_not_in_the_audit(self) -> None:
        paid = make_paid()
        charge = paid.charge(paid.book())
        change_payer(charge, None, reason="이용자가 원하심", actor=paid.scene.coordinator, now=NOW)
        account = account_of(paid.scene.person.id, paid.programme.id, 2026)
        assert account is not None
        entries = db.session.scalars(select(CapEntry).where(CapEntry.account_id == account.id).order_by(CapEntry.id))
        assert [(entry.held, entry.reason) for entry in entries] == [(TWO_HOURS, ""), (-TWO_HOURS, "이용자가 원하심")]
        told = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "charge.payer")).one()
        assert "이용자가 원하심" not in str(told.details)


class TestGrant:
    def test_after_it_the_office_moves_what_the_resident_bore_to_the_programme(self) -> None:
        paid = make_paid(annual_cap=TWO_HOURS)
        visit = paid.book()
        done(paid, visit, minutes=180)
        charge = paid.charge(visit)
        assert charge.own_share == 12_000
        decider, setter = make_office(), make_office()
        set_spending_limit(decider, 30_000, TODAY, actor=setter.actor, now=NOW)
        wanted = Wanted(paid.scene.person.id, paid.programme, 2026, 12_000)
        asked = request_override(wanted, reason="수술 뒤", actor=paid.scene.coordinator, now=NOW)
        grant_override(asked, note="", actor=decider.actor, now=NOW)
        adjust_charge(charge, quantity=3, support=36_000, reason="승인받음", actor=decider.actor, now=NOW)
        assert (charge.own_share, paid.amounts()) == (0, (0, 36_000))

    def test_two_small_ones_dodge_no_limit(self) -> None:
        paid = make_paid()
        decider = make_office()
        set_spending_limit(decider, 30_000, TODAY, actor=make_office().actor, now=NOW)
        wanted = Wanted(paid.scene.person.id, paid.programme, 2026, 20_000)
        first = request_override(wanted, reason="하나", actor=paid.scene.coordinator, now=NOW)
        grant_override(first, note="", actor=decider.actor, now=NOW)
        second = request_override(wanted, reason="둘", actor=paid.scene.coordinator, now=NOW)
        with pytest.raises(DomainError, match="승인할 수 있는 금액"):
            grant_override(second, note="", actor=decider.actor, now=NOW)

    def test_one_request_for_a_cap_waits_at_a_time(self) -> None:
        paid = make_paid()
        wanted = Wanted(paid.scene.person.id, paid.programme, 2026, 20_000)
        request_override(wanted, reason="하나", actor=paid.scene.coordinator, now=NOW)
        with pytest.raises(Conflict, match="기다리는 요청"):
            request_override(wanted, reason="둘", actor=paid.scene.coordinator, now=NOW)

    def test_of_a_service_raises_its_limit_and_not_the_cap(self) -> None:
        paid = make_paid()
        decider = make_office()
        set_spending_limit(decider, 30_000, TODAY, actor=make_office().actor, now=NOW)
        service = paid.scene.line.service
        wanted = Wanted(paid.scene.person.id, paid.programme, 2026, 20_000, service)
        asked = request_override(wanted, reason="하나", actor=paid.scene.coordinator, now=NOW)
        grant_override(asked, note="", actor=decider.actor, now=NOW)
        account = account_of(paid.scene.person.id, paid.programme.id, 2026)
        assert account is not None
        assert (account.allowed_over, account.parts[0].allowed_over) == (0, 20_000)
        assert asked.state is OverrideState.GRANTED

    def test_a_decided_one_is_not_decided_again(self) -> None:
        paid = make_paid()
        decider = make_office()
        set_spending_limit(decider, 30_000, TODAY, actor=make_office().actor, now=NOW)
        wanted = Wanted(paid.scene.person.id, paid.programme, 2026, 10_000)
        asked = request_override(wanted, reason="하나", actor=paid.scene.coordinator, now=NOW)
        grant_override(asked, note="", actor=decider.actor, now=NOW)
        with pytest.raises(Conflict):
            grant_override(asked, note="", actor=decider.actor, now=NOW)


def test_support_tells_each_programme_and_how_long_it_lasts() -> None:
    paid = make_paid(annual_cap=100_000)
    for days in (2, 12, 22, 30):
        paid.book(paid.scene.another_slot(days=days))
    (support,) = my_support(paid.scene.person.id, 2026, today=TODAY)
    assert (support.balance.used, support.balance.remaining) == (96_000, 4_000)
    assert support.used_up_on == date(2026, 12, 25)
    assert untied_accounts() == []
