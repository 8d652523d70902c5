"""The demonstration's households are watched, its alerts told, and its suppliers go on sending while it runs."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo.sending import send_until
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.alerts.states import AlertEnding, Rung
from portal.monitoring.devices.faults import latest_faults
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import counted_by_supplier, suppliers_in_force
from portal.monitoring.devices.states import DeviceState
from portal.monitoring.watching.health import look_at_suppliers
from portal.monitoring.watching.models import Absence, ActivityDay, QuietTime, Watch
from portal.monitoring.watching.sweep import judge_due
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.queries import OPEN
from tests.integration.demo.conftest import NOW


class TestWatching:
    def test_twenty_households_are_watched_and_each_supplier_speaks(self, seeded: Session) -> None:
        assert seeded.scalar(select(func.count()).select_from(Watch)) == 20
        told = seeded.execute(select(ActivityDay.day, ActivityDay.signs)).all()
        assert min(day for day, _signs in told) < NOW.date() - timedelta(days=60)
        assert [each.fault_since for each in suppliers_in_force()] == [None] * 3
        assert [len(latest_faults(each.id)) for each in suppliers_in_force()].count(1) == 1, "that is over"
        assert {each.quiet <= each.total / 4 for each in counted_by_supplier(NOW).values()} == {True}

    def test_alerts_ended_in_every_way_and_one_stands_at_each_step(self, seeded: Session) -> None:
        found = Counter(seeded.scalars(select(Alert.ending)))
        assert {ending: found[ending] for ending in AlertEnding} == dict.fromkeys(AlertEnding, 5) | {
            AlertEnding.SAFE: 5 + 1,  # whom a neighbour met
            AlertEnding.EMERGENCY: 5 + 1,  # who was telephoned at the time
        }
        standing = {alert.rung for alert in seeded.scalars(select(Alert).where(IS_OPEN))}
        assert standing == set(Rung) - {Rung.DEPUTY}, "on a weekend there is nobody beside whoever is on call"

    def test_who_is_looked_for_was_silent_and_nobody_else(self, seeded: Session) -> None:
        open_alerts = select(Alert.household_id, Alert.silent_since).where(IS_OPEN)
        looked_for = {home: since for home, since in seeded.execute(open_alerts)}  # noqa: C416 rows are no pairs to mypy
        broken = set(seeded.scalars(select(Device.household_id).where(Device.state == DeviceState.BROKEN)))
        away = set(seeded.scalars(select(Absence.household_id)))
        for watch in seeded.scalars(select(Watch)):
            last, since = watch.last_sign_at, looked_for.get(watch.household_id)
            assert last is not None
            assert since is None or last <= since
            if watch.household_id not in looked_for.keys() | broken | away:
                assert NOW - last < timedelta(hours=watch.attention_hours)
        longest = max(each.ended_at - each.began_at for each in seeded.scalars(select(QuietTime)))
        assert timedelta(hours=24) < longest < timedelta(days=5)


def test_its_suppliers_go_on_sending_while_it_runs(seeded: Session) -> None:
    """Nothing of it is kept: other tests look at the same demonstration."""
    for days in (1, 2, 3):
        now = NOW + timedelta(days=days)
        assert send_until(now - timedelta(hours=12)) + send_until(now) > 200
        look_at_suppliers(now)
        assert [each.fault_since for each in suppliers_in_force()] == [None] * 3
    looked_for = set(seeded.scalars(select(Alert.household_id).where(IS_OPEN)))
    judge_due(NOW + timedelta(days=3))
    unseen = set(seeded.scalars(select(Alert.household_id).where(IS_OPEN, Alert.is_unseen)))
    broken = set(seeded.scalars(select(Device.household_id).where(Device.state == DeviceState.BROKEN)))
    assert set(seeded.scalars(select(Alert.household_id).where(IS_OPEN))) == looked_for | unseen
    assert unseen == broken - looked_for
    assert send_until(NOW + timedelta(days=3)) == 0


def test_ten_worries_are_open(seeded: Session) -> None:
    assert len(seeded.scalars(select(Worry).where(Worry.state.in_(OPEN))).all()) == 10
