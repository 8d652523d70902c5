"""Visits, ledger and statements tie to the won, and what does not is named."""

from collections.abc import Iterator
from datetime import date, time
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from portal.benefits.ledger.actions import adjust_charge
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeOutcome
from portal.benefits.settlement import actions, reconciliation
from portal.benefits.settlement.findings import Gap, VisitFact, Wait
from portal.benefits.settlement.models import StatementLine
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.reconciliation import VISITS, reconcile
from portal.benefits.settlement.states import MustAct
from portal.consortium.catalogue.models import ServicePrice
from portal.core.clock import at
from portal.extensions import db
from tests.factories.consortium import make_organisation, make_service
from tests.factories.ledger import make_charge, make_paying
from tests.factories.settlement import NOVEMBER, OCTOBER, SETTLING, adds_up, approve, draw, make_charges, office
from tests.sockets import filled_by

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def visits() -> Iterator[list[VisitFact]]:
    """The visits of the coordinators, as each test tells them; none told, the charges stand for them."""
    told: list[VisitFact] = []

    def all_of(first: date, last: date) -> Iterator[VisitFact]:
        for charge in db.session.query(Charge).filter(Charge.service_on.between(first, last)):
            yield VisitFact(charge.visit_id, charge.organisation_id, charge.service_on, charge.outcome)
        yield from told

    with filled_by(VISITS, all_of):
        yield told


def kinds() -> list[Gap | Wait]:
    return [finding.kind for finding in reconcile(OCTOBER).errors]


class TestItTies:
    def test_when_all_is_drawn_up(self) -> None:
        organisation, service = make_organisation(), make_service()
        programme = make_paying(service)
        make_charges(organisation, 3, service=service, programme=programme, own_percent=30)
        approve(draw(organisation))
        found = reconcile(OCTOBER)
        assert (found.errors, adds_up(found), found.waits, found.visits) == ([], True, [], 3)
        assert found.ledger.values == found.stated.values

    def test_when_nothing_is_drawn_up_yet(self) -> None:
        make_charges(make_organisation(), 2)
        found = reconcile(OCTOBER)
        assert (found.errors, adds_up(found), found.waiting[Wait.NOT_DRAWN].count) == ([], True, 2)

    def test_when_a_line_is_in_dispute(self) -> None:
        organisation = make_organisation()
        make_charges(organisation, 2)
        statement = draw(organisation)
        actions.raise_dispute(
            lines_of(statement)[0], reason="아닙니다", must_act=MustAct.OFFICE, actor=office(), now=SETTLING
        )
        found = reconcile(OCTOBER)
        assert (found.errors, adds_up(found), found.waiting[Wait.DISPUTE].count) == ([], True, 1)

    def test_before_and_after_a_correction(self) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        approve(draw(organisation))
        adjust_charge(charge, quantity=5, reason="다섯 시간", actor=office(), now=SETTLING)
        found = reconcile(OCTOBER)
        assert (found.errors, adds_up(found), found.waiting[Wait.CORRECTION].count) == ([], True, 1)
        approve(draw(organisation, NOVEMBER))
        found = reconcile(OCTOBER)
        assert (found.errors, found.waits, found.stated.amount) == ([], [], charge.amount)


class TestItNames:
    def test_a_visit_that_the_ledger_lacks(self, visits: list[VisitFact]) -> None:
        visits.append(VisitFact(uuid4(), make_organisation().id, date(2026, 10, 5), ChargeOutcome.DONE))
        assert kinds() == [Gap.VISIT_WITHOUT_CHARGE]

    def test_a_charge_that_no_visit_has(self) -> None:
        make_charges(make_organisation(), 1)
        with filled_by(VISITS, lambda _first, _last: []):
            assert kinds() == [Gap.CHARGE_WITHOUT_VISIT]

    def test_another_outcome(self) -> None:
        (charge,) = make_charges(make_organisation(), 1)
        fact = VisitFact(charge.visit_id, charge.organisation_id, charge.service_on, ChargeOutcome.NOBODY_HOME)
        with filled_by(VISITS, lambda _first, _last: [fact]):
            assert kinds() == [Gap.OUTCOME]

    def test_an_amount_that_is_not_quantity_times_price(self, session: Session) -> None:
        (charge,) = make_charges(make_organisation(), 1)
        session.execute(update(Charge).values(amount=charge.amount + 1, own_share=charge.own_share + 1))
        assert kinds() == [Gap.ARITHMETIC]

    def test_a_price_that_was_not_in_force(self, session: Session) -> None:
        make_charges(make_organisation(), 1)
        session.execute(update(ServicePrice).values(amount=ServicePrice.amount + 10))
        session.expire_all()
        assert kinds() == [Gap.PRICE]

    def test_entries_that_say_something_else(self, session: Session) -> None:
        service = make_service()
        make_charge(service=service, programme=make_paying(service), day=date(2026, 10, 5))
        session.execute(text("UPDATE cap_entry SET committed = committed - 1"))
        assert kinds() == [Gap.ENTRIES]
        assert [each.kind for each in reconciliation.unbalanced_accounts()] == [Gap.ACCOUNT]

    def test_a_total_that_is_not_the_sum_of_its_lines(self, session: Session) -> None:
        organisation = make_organisation()
        make_charges(organisation, 1)
        draw(organisation)
        session.execute(text("UPDATE statement SET amount = amount + 1, own_share = own_share + 1"))
        session.expire_all()
        assert kinds() == [Gap.TOTAL]

    def test_a_line_that_is_claimed_twice(self, session: Session) -> None:
        organisation = make_organisation()
        (charge,) = make_charges(organisation, 1)
        line = lines_of(draw(organisation))[0]
        november = make_charge(organisation=organisation, day=NOVEMBER)
        other = lines_of(draw(organisation, NOVEMBER))[0]
        values = {"charge_id": charge.id, "service_on": line.service_on, "kind": "late"}
        session.execute(update(StatementLine).where(StatementLine.id == other.id).values(**values))
        assert november.id != charge.id
        assert Gap.LINES in kinds()


class TestTheCommand:
    def test_says_that_everything_ties(self, app: Flask) -> None:
        make_charges(make_organisation(), 1, OCTOBER)
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["benefits", "verify", "--month", "2026-10"])
        assert (result.exit_code, "everything ties" in result.output) == (0, True)

    def test_lists_what_does_not_and_fails(self, app: Flask) -> None:
        make_charges(make_organisation(), 1)
        db.session.commit()
        with filled_by(VISITS, lambda _first, _last: []):
            result = app.test_cli_runner().invoke(args=["benefits", "verify"])
        assert (result.exit_code, "charge_without_visit" in result.output) == (1, True)

    def test_wants_a_month(self, app: Flask) -> None:
        assert app.test_cli_runner().invoke(args=["benefits", "verify", "--month", "October"]).exit_code == 2


def test_a_moment_belongs_to_its_day_in_seoul() -> None:
    charge = make_charge(day=OCTOBER, starts_at=at(OCTOBER, time(0, 30)))
    assert charge.service_on == OCTOBER
