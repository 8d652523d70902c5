"""Whatever happens, in whatever order and by whatever clock: no ladder is doubled, and each alert ends or goes on.

Short here; NIGHTS and HOMES make it long: `make nights`.
"""

import os
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import histories
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.monitoring.alerts import actions
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.queries import attendance, last_attempt_of
from portal.monitoring.alerts.rules import CERTAIN, PUT_OFF_AT_MOST, RUNGS, TOLD_BY
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertEnding,
    AlertLevel,
    AlertState,
    AlertVerb,
    AttemptMeans,
    AttemptResult,
    Rung,
)
from portal.monitoring.alerts.tasks import escalate
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator
from tests.factories.messages import make_shift
from tests.factories.referrals import make_person

NIGHTS, HOMES = int(os.environ.get("NIGHTS", "3")), int(os.environ.get("HOMES", "5"))
TICK, JUMP, LATE = timedelta(minutes=20), timedelta(hours=2), timedelta(hours=3)
SAID = [result for result in AttemptResult if result is not AttemptResult.ASKED]


class Nights:
    """What happens to some homes; `chance` decides, and one seed tells the same."""

    def __init__(self, session: Session, chance: Random) -> None:
        self.session, self.chance = session, chance
        people = [make_person(with_account=False) for _ in range(HOMES)]
        for person in people:
            person.household.emergency_phone = "+821055556666"
        self.homes: list[UUID] = [person.household_id for person in people]
        self.reached: dict[UUID, int] = {}

    def tick(self, now: datetime) -> None:
        """Signals, people and the job, which may see a clock that is two hours off and runs once or twice."""
        for home in self.homes:
            if self.chance.random() < 0.03:
                self.fall_silent(home, now)
            if self.chance.random() < 0.02:
                actions.note_activity(home, at=now, now=now)
        for alert in self.open():
            if self.chance.random() < 0.05:
                self.look(alert, now)
        jump = self.chance.choice([-JUMP, JUMP]) if self.chance.random() < 0.05 else timedelta()
        for _again in range(self.chance.choice([1, 1, 2])):
            before = {alert.id: alert.rung for alert in self.open()}
            escalate(now + jump)
            for alert in self.open():
                passed = RUNGS[RUNGS.index(before[alert.id]) + 1 : RUNGS.index(alert.rung)]
                assert RUNGS.index(alert.rung) >= RUNGS.index(before[alert.id])
                assert set(passed) <= {Rung.DEPUTY}, "one step at most, past a deputy who was asked already"
        self.check(now)

    def fall_silent(self, home: UUID, now: datetime) -> None:
        for level in self.chance.choices(list(AlertLevel), k=self.chance.choice([1, 1, 2])):
            actions.raise_alert(home, level=level, silent_since=now - JUMP, what="조용함", now=now)

    def look(self, alert: Alert, now: datetime) -> None:
        tried = actions.Tried(self.chance.choice(list(AttemptMeans)), self.chance.choice(SAID), "누군가", "봄")
        ending = self.chance.choice([None, *AlertEnding])
        later = now + min(JUMP, PUT_OFF_AT_MOST[alert.level])
        with self.session.begin_nested() as attempt:
            try:
                next_look = later if ending is None and self.chance.random() < 0.5 else None
                until_on = day_of(now) + timedelta(days=1)
                actions.look_after(
                    alert, tried, ending=ending, next_look_at=next_look, until_on=until_on, actor=OFFICE, now=now
                )
            except DomainError:
                attempt.rollback()
                untold = tried.result not in TOLD_BY[tried.means]
                assert untold or (ending is not None and tried.result not in CERTAIN[ending])

    def open(self) -> list[Alert]:
        return list(self.session.scalars(select(Alert).where(IS_OPEN).order_by(Alert.id)))

    def check(self, now: datetime) -> None:
        found = self.open()
        doubled = Counter(alert.household_id for alert in found)
        assert max(doubled.values(), default=1) == 1
        attended = attendance(now)
        for alert in found:
            rung = RUNGS.index(alert.rung)
            assert rung >= self.reached.get(alert.id, 0), "no ladder goes down"
            self.reached[alert.id] = rung
            if attended.watched_until(now - LATE) and attended.watched_until(now):
                assert alert.due_at > now - LATE, "nobody is left waiting while somebody is there"

    def check_all(self) -> Counter[AlertState]:
        alerts = self.session.scalars(select(Alert)).all()
        steps = histories(ALERT_STATES, [alert.id for alert in alerts])
        asked = select(AlertAttempt.alert_id).where(AlertAttempt.result == AttemptResult.ASKED)
        assert Counter(self.session.scalars(asked)) == dict.fromkeys((alert.id for alert in alerts), 1)
        for alert in alerts:
            verbs = [step.verb for step in sorted(steps[alert.id], key=lambda step: step.id)]
            assert verbs[0] is AlertVerb.RAISE
            if alert.ending is not None:
                assert verbs[-2:] == [AlertVerb.ACT, AlertVerb.END]
                last = last_attempt_of(alert)
                assert last.result in CERTAIN[alert.ending] & TOLD_BY[last.means]
        return Counter(alert.state for alert in alerts)


@pytest.mark.parametrize("seed", [20261123, 7])
def test_each_alert_ends_or_goes_on(session: Session, seed: int) -> None:
    make_staff(email="office@example.kr")
    make_shift(make_coordinator(), NOW + timedelta(hours=9), NOW + timedelta(hours=14))
    nights = Nights(session, Random(seed))  # noqa: S311 nothing here is a secret
    for tick in range(NIGHTS * 24 * 3):
        nights.tick(NOW + tick * TICK)
    found = nights.check_all()
    assert found[AlertState.ENDED] > 0
