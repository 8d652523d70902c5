"""Days of many devices: people fall silent, go away, suppliers break and clocks jump; who falls silent is noticed.

`make watching` lets 10,000 devices live for 30 days on each database; `DEVICES` and `DAYS` say otherwise.
"""

import logging
import os
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from benchmarks.data import add_consortium, add_households
from benchmarks.data.devices import add_devices
from portal.coordinators.caseload.models import CareCase
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.alerts.states import AlertState, Rung
from portal.monitoring.devices.models import Device
from portal.monitoring.watching.models import Absence
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from portal.residents.households.models import Person
from tests.factories.consortium import NOW
from tests.integration.monitoring.days import Days
from tests.integration.monitoring.judging import Judge
from tests.integration.monitoring.living import DAY, HOUR, Home, phase_of, put_of, settle

DEVICES, DAYS, SEED = int(os.environ.get("DEVICES", "100")), int(os.environ.get("DAYS", "5")), 20261129
TOLD_EVERY = 2 * DAY
logger = logging.getLogger(__name__)


def people(session: Session, chance: Random) -> Iterator[Home]:
    columns = Device.household_id, Device.person_id, Person.user_id, Device.id, Device.serial
    found = select(*columns, CareCase.opened_at).join(Person, Person.id == Device.person_id)
    found = found.join(CareCase, CareCase.household_id == Device.household_id).order_by(Device.id)
    for number, (household_id, person_id, user_id, device_id, serial, opened_at) in enumerate(session.execute(found)):
        put = put_of(number, NOW)
        home = Home(number, household_id, person_id, user_id, device_id, serial or "", put, phase_of(number, put.kind))
        home.known_at = home.heard_at = put.known_at
        home.in_care_since = opened_at
        settle(home, chance, DAYS)
        yield home


@pytest.fixture
def days(session: Session) -> Days:
    chance = Random(SEED)  # noqa: S311 repeatable days, no secret
    connection = session.connection()
    made = add_consortium(connection, NOW)
    add_households(connection, made, DEVICES * 10 // 9 + 10)
    suppliers = list(add_devices(connection, DEVICES, NOW, put_of))
    homes = {home.household_id: home for home in people(session, chance)}
    assert len(homes) == DEVICES, "a home has one device"
    session.execute(insert(Absence), [absence for home in homes.values() for absence in absences_of(home)])
    session.commit()
    session.expunge_all()
    return Days(homes, suppliers, chance, Judge(homes, suppliers))


def absences_of(home: Home) -> Iterator[dict[str, Any]]:
    kind = list(AbsenceKind)[home.number % len(AbsenceKind)]
    for starts_at, ends_at in home.away:
        said = {"kind": kind, "told_by": SaidBy.STAFF, "told_at": NOW}
        yield {"household_id": home.household_id, "starts_at": starts_at, "ends_at": ends_at, **said}


@pytest.mark.timeout(0)
def test_whoever_falls_silent_is_noticed_in_time_and_nobody_else(session: Session, days: Days) -> None:
    begun = time.process_time()
    for hour in range(1, DAYS * DAY):
        days.live(hour)
        if hour % TOLD_EVERY == 0:
            say(hour // DAY, days, begun)
    say(DAYS, days, begun)
    states = set(session.scalars(select(Alert.state)))
    assert states <= {AlertState.OPEN, AlertState.ENDED}
    assert AlertState.ENDED in states
    asked = set(session.scalars(select(Alert.household_id).where(Alert.asked_at.is_not(None))))
    assert {home.household_id for home in days.asked} <= asked, "whoever asks for help is looked for"
    long_ago = NOW + (DAYS - 5) * DAY * HOUR
    forgotten = select(Alert.id).where(IS_OPEN, Alert.rung != Rung.RESCUE, Alert.raised_at < long_ago)
    assert session.scalars(forgotten).all() == [], "each alert ended or went on to the last step"


def say(day: int, days: Days, begun: float) -> None:
    """How far they have come, for whoever lets many live."""
    alerts = db.session.scalar(select(func.count()).select_from(Alert))
    going_on = db.session.scalar(select(func.count()).select_from(Alert).where(IS_OPEN))
    figures = ", ".join(f"{name} {count:,}" for name, count in sorted(days.figures.items()))
    seconds = time.process_time() - begun
    logger.info("day %d: %.0f s of a processor, alerts %d, open %d, %s", day, seconds, alerts, going_on, figures)
