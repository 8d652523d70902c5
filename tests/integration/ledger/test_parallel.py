"""Many book, move and decide at once: one account, no dead lock, never over, decided once."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.benefits.ledger.actions import (
    Booking,
    Wanted,
    grant_override,
    hold_booking,
    move_booking,
    request_override,
    set_spending_limit,
)
from portal.benefits.ledger.models import CapAccount, CapOverride
from portal.benefits.ledger.queries import account_of, untied_accounts
from portal.core.clock import at
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_office
from tests.integration.coordinators.test_referrals_parallel import at_once
from tests.integration.ledger.scenes import TWO_HOURS, Paid, make_paid

pytestmark = pytest.mark.usefixtures("session")


def booking_on(paid: Paid, day: date) -> Booking:
    scene = paid.scene
    starts_at = at(day, NOW.time().replace(hour=10))
    return Booking(
        visit_id=uuid4(),
        plan_line_id=scene.line.id,
        person_id=scene.person.id,
        organisation_id=scene.slot.organisation_id,
        service_id=scene.line.service_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )


def test_the_first_bookings_of_all_open_one_account(app: Flask) -> None:
    paid = make_paid(annual_cap=3 * TWO_HOURS)
    bookings = [booking_on(paid, TODAY + timedelta(days=days)) for days in range(1, 9)]
    coordinator, person_id = paid.scene.coordinator, paid.scene.person.id
    db.session.commit()

    def hold(booking: Booking) -> Callable[[], object]:
        return lambda: hold_booking(booking, actor=coordinator, now=NOW)

    assert at_once(app, [hold(booking) for booking in bookings]) == ["done"] * 3 + ["refused"] * 5
    accounts = db.session.scalars(select(CapAccount).where(CapAccount.person_id == person_id)).all()
    assert [(account.held, account.committed) for account in accounts] == [(3 * TWO_HOURS, 0)]
    assert untied_accounts() == []


def test_moves_over_the_turn_of_the_year_in_both_directions_do_not_wait_for_each_other(app: Flask) -> None:
    paid = make_paid()
    coordinator = paid.scene.coordinator
    december, january = date(2026, 12, 30), date(2027, 1, 3)
    held = [booking_on(paid, december if number % 2 else january) for number in range(8)]
    for booking in held:
        hold_booking(booking, actor=coordinator, now=NOW)
    others = [booking_on(paid, january if number % 2 else december) for number in range(8)]
    db.session.commit()

    def move(old: UUID, booking: Booking) -> Callable[[], object]:
        return lambda: move_booking(old, booking, actor=coordinator, now=NOW)

    moves = [move(old.visit_id, new) for old, new in zip(held, others, strict=True)]
    assert at_once(app, moves) == ["done"] * 8
    assert (paid.amounts(2026), paid.amounts(2027)) == ((4 * TWO_HOURS, 0), (4 * TWO_HOURS, 0))
    assert untied_accounts() == []


def test_a_request_is_granted_once(app: Flask) -> None:
    paid = make_paid()
    decider = make_office()
    set_spending_limit(decider, 500_000, TODAY, actor=make_office().actor, now=NOW)
    wanted = Wanted(paid.scene.person.id, paid.programme, 2026, 10_000)
    asked = request_override(wanted, reason="꼭 필요", actor=paid.scene.coordinator, now=NOW).id
    actor, person_id, programme_id = decider.actor, paid.scene.person.id, paid.programme.id
    db.session.commit()

    def grant() -> object:
        grant_override(db.session.get_one(CapOverride, asked), note="", actor=actor, now=NOW)
        return None

    assert at_once(app, [grant] * 4) == ["done", "refused", "refused", "refused"]
    account = account_of(person_id, programme_id, 2026)
    assert account is not None
    db.session.refresh(account)
    assert account.allowed_over == 10_000
