"""The settlement of each month that is over: drawn up, checked, disputed, approved, paid, closed, corrected."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from portal.benefits.figures.actions import close_month, restate_month
from portal.benefits.figures.closing import get_closed_month
from portal.benefits.ledger.actions import adjust_charge
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.queries import charges_between
from portal.benefits.ledger.states import ChargeOutcome, ChargeState
from portal.benefits.settlement.actions.disputes import raise_dispute, settle_dispute
from portal.benefits.settlement.actions.drawing import draw_statement
from portal.benefits.settlement.actions.steps import (
    approve_statement,
    check_statement,
    pay_statement,
    submit_statement,
)
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.benefits.settlement.queries import lines_of, statements_of
from portal.benefits.settlement.rules import last_of_month, next_month
from portal.benefits.settlement.states import DisputeOutcome, LineKind, MustAct
from portal.core.actors import Actor
from portal.core.clock import at, day_of
from portal.demo.money import SECOND_OFFICE, money
from portal.demo.replay import Act
from portal.demo.world import World
from portal.extensions import db

DRAWN, CHECKED, SUBMITTED, APPROVED, PAID, CLOSED, CORRECTED = 1, 2, 3, 6, 9, 11, 14
"""Days after the first of the month that follows."""
SETTLED = timedelta(days=PAID + 3)
"""So long after a month's end it counts as settled or, the last one, as under way: before, nobody has begun with it."""
LEAST = timedelta(hours=3)
"""Between two steps."""
STEPS = {"draft": 0, "checked": 1, "disputed": 2, "submitted": 2, "approved": 3, "paid": 4}
LATE_HOURS = 50


def plan_settlements(world: World) -> None:
    """Every month of the demonstration that is over for some days; the last one is still under way."""
    months = list(_months(world))
    for month in months:
        _Month(world, month, is_last=month == months[-1]).plan()
    if len(months) > 1:
        world.at(world.lately(LATE_HOURS), partial(_correct, world, months[-2], money().corrections.untold))


def _months(world: World) -> Iterator[date]:
    month = world.first_day.replace(day=1)
    while next_month(month) + SETTLED <= world.today:
        yield month
        month = next_month(month)


class _Month:
    """One month's settlement; drawn up by the second person of the office and approved by the first."""

    def __init__(self, world: World, month: date, *, is_last: bool) -> None:
        self.world, self.month, self.is_last = world, month, is_last

    @property
    def approver(self) -> Actor:
        return self.world.actors["office"]

    @property
    def drawer(self) -> Actor:
        return self.world.actors[SECOND_OFFICE]

    def plan(self) -> None:
        steps: list[tuple[int, time, Act]] = [
            (DRAWN, time(10, 10), self.draw),
            (CHECKED, time(11, 30), self.check),
            (SUBMITTED, time(14, 20), self.submit),
            (APPROVED, time(10, 40), self.approve),
            (PAID, time(15, 30), self.pay),
        ]
        if not self.is_last:
            steps += [(CLOSED, time(16, 30), self.close), (CORRECTED, time(11, 0), self.correct)]
        self._go_on(steps, at(next_month(self.month), time.min))

    def _go_on(self, steps: list[tuple[int, time, Act]], now: datetime) -> None:
        """Each step on its day, at least some hours after the one before; what lies after the seeding never comes."""
        (days, clock_time, act), *rest = steps

        def take(moment: datetime) -> None:
            act(moment)
            if rest:
                self._go_on(rest, moment)

        planned = max(at(next_month(self.month) + timedelta(days=days), clock_time), now + LEAST)
        if planned <= self.world.until:
            self.world.at(self.world.surely(planned), take)

    def draw(self, now: datetime) -> None:
        for organisation_id in self.world.organisations.values():
            draw_statement(organisation_id, self.month, actor=self.drawer, now=now)

    def _ending(self, place: int) -> str:
        """How far the statement at this place has come on the day of the seeding."""
        course = money().course.last_month
        return (course[place] if place < len(course) else "draft") if self.is_last else "paid"

    def statements(self, reached: str) -> Iterator[tuple[Statement, Actor]]:
        """The statements that come as far as `reached`, each with the member's own person."""
        for place, statement in enumerate(statements_of(self.month, viewer=self.drawer)):
            if STEPS[self._ending(place)] >= STEPS[reached]:
                yield statement, self.world.staff_of(statement.organisation_id)

    def check(self, now: datetime) -> None:
        """Each member reads its statement; two find a line that is not right and hold it."""
        statements = list(self.statements("checked"))
        self.dispute(statements, now)
        for statement, member in statements:
            check_statement(statement, actor=member, now=now)

    def dispute(self, statements: list[tuple[Statement, Actor]], now: datetime) -> None:
        """One line that is not right: of an earlier month the office puts it right, of the last month it is open."""
        told = money().disputes
        for place, (statement, member) in enumerate(statements):
            line = _disputable(statement)
            if line is None or (self.is_last and self._ending(place) != "disputed"):
                continue
            if self.is_last:
                raise_dispute(line, reason=told.open, must_act=MustAct.COORDINATOR, actor=member, now=now)
            else:
                dispute = raise_dispute(line, reason=told.settled, must_act=MustAct.OFFICE, actor=member, now=now)
                self.world.at(self.world.soon(now, 22, 30), partial(self.settle, dispute))
            return

    def settle(self, dispute: Dispute, now: datetime) -> None:
        """The line was too long: what is right comes with the next statement."""
        outcome, note = DisputeOutcome.CORRECTED, money().disputes.settled_note
        settle_dispute(dispute, outcome, quantity=1, note=note, actor=self.approver, now=now)

    def submit(self, now: datetime) -> None:
        for statement, member in self.statements("submitted"):
            submit_statement(statement, actor=member, now=now)

    def approve(self, now: datetime) -> None:
        for statement, _member in self.statements("approved"):
            approve_statement(statement, actor=self.approver, now=now)

    def pay(self, now: datetime) -> None:
        for statement, _member in self.statements("paid"):
            pay_statement(statement, paid_on=day_of(now), actor=self.drawer, now=now)

    def close(self, now: datetime) -> None:
        if charges_between(None, self.month, last_of_month(self.month)):
            close_month(self.month, actor=self.approver, now=now)

    def correct(self, now: datetime) -> None:
        """A slip is found after the closing, put right and told the next day."""
        if _correct(self.world, self.month, money().corrections.told, now):
            self.world.at(self.world.soon(now, 18, 26), self.restate)

    def restate(self, now: datetime) -> None:
        closed = get_closed_month(self.month)
        restate_month(closed, reason=money().corrections.restated, actor=self.approver, now=now)


def _disputable(statement: Statement) -> StatementLine | None:
    """The first visit of the month of more than one unit."""
    lines = [line for line in lines_of(statement) if line.kind is LineKind.VISIT and line.quantity > 1]
    return min(lines, key=lambda line: (line.service_on, line.starts_at, line.masked_name), default=None)


def _correct(world: World, month: date, reason: str, now: datetime) -> bool:
    """Take an hour off the last visit of the month that has one to spare; answers whether there was any."""
    done = [
        charge
        for charge in charges_between(None, month, last_of_month(month))
        if charge.state is ChargeState.COMMITTED and charge.outcome is ChargeOutcome.DONE
    ]
    long = [charge for charge in done if charge.quantity > 1 and charge.support and not _is_disputed(charge)]
    if not long:
        return False
    charge = max(long, key=lambda each: (each.starts_at, each.person.name))
    adjust_charge(charge, quantity=charge.quantity - 1, reason=reason, actor=world.actors["office"], now=now)
    return True


def _is_disputed(charge: Charge) -> bool:
    return db.session.scalar(select(Dispute.id).where(Dispute.charge_id == charge.id)) is not None
