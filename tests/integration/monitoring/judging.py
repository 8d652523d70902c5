"""Judges by what truly happened in each home whether whoever fell silent was noticed in time, and nobody else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.rules import LEVELS
from portal.monitoring.alerts.scope import IS_OPEN
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.models import Watch
from tests.integration.monitoring.living import HOUR, Home, is_out

AT_FAULT_FOR = 26
"""At the longest, in hours, after all was delivered: one for what is late, one until it is looked at."""


@dataclass
class Judge:
    """`suppliers` are theirs by place; each alert is judged when it is first seen, each home in every hour."""

    homes: Mapping[UUID, Home]
    suppliers: list[UUID]
    alerts: set[UUID] = field(default_factory=set)

    def look(self, hour: int, now: datetime) -> None:
        found = self._open(now)
        failing = self._failing(hour)
        for household_id, row in found.items():
            if row.id not in self.alerts:
                self.alerts.add(row.id)
                self._judge_new(row, self.homes[household_id], hour, now, failing)
        called = set(db.session.scalars(select(Watch.household_id).where(Watch.to_call_since.is_not(None))))
        for home in self.homes.values():
            if home.is_down and not home.is_away(now) and (level := home.level(home.known_at, now)) is not None:
                alert = found.get(home.household_id)
                blind = self._may_be_blind(home, hour, now, failing)
                if alert is None:
                    assert blind, f"an alert at its time: {home}"
                    assert home.household_id in called, f"a call at its time: {home}"
                    assert level is not AlertLevel.DANGER, f"whom nothing sees for so long is looked for: {home}"
                elif not blind:
                    assert LEVELS.index(alert.level) >= LEVELS.index(level), f"of its level: {home}"

    def _open(self, now: datetime) -> dict[UUID, Any]:
        columns = Alert.id, Alert.household_id, Alert.due_at, Alert.level, Alert.is_unseen, Alert.asked_at
        rows = db.session.execute(select(*columns).where(IS_OPEN)).all()
        found = {row.household_id: row for row in rows}
        assert len(found) == len(rows), "one ladder a household"
        assert all(row.due_at > now for row in rows), "whoever does not act is passed over"
        return found

    def _failing(self, hour: int) -> set[int]:
        """Places of suppliers that are held for failing: none that has delivered as ever for a day."""
        failing = db.session.scalars(select(DeviceSupplier.id).where(DeviceSupplier.fault_since.is_not(None)))
        places = {self.suppliers.index(each) for each in failing}
        lately = range(hour - AT_FAULT_FOR, hour + 1)
        well = {place for place in places if not any(is_out(place, each) for each in lately)}
        assert not well, f"in the hour {hour} these are well: {well}"
        return places

    def _judge_new(self, alert: Any, home: Home, hour: int, now: datetime, failing: Collection[int]) -> None:
        assert not home.is_dead, f"nobody looks for the dead: {home}"
        if alert.asked_at is not None:
            assert home.helps_at is not None
            assert home.helps_at <= hour, f"they asked for help: {home}"
            return
        assert not home.is_away(now), f"nobody who had said that they are away: {home}"
        if alert.is_unseen:
            assert self._may_be_blind(home, hour, now, failing), f"something sees them: {home}"
            assert home.level(home.heard_at, now) is AlertLevel.DANGER, f"only after long: {home}"
            return
        assert home.is_down, f"nobody else: {home}"
        assert alert.level is home.level(home.known_at, now), f"at its time and of its level: {home}"

    def _may_be_blind(self, home: Home, hour: int, now: datetime, failing: Collection[int]) -> bool:
        """Whether nothing may see them: what is told of it may come an hour late, or be said an hour too long."""
        recently = (hour, hour - 1)
        if any(each in home.cut_off or is_out(home.put.supplier, each) for each in recently):
            return True
        if home.put.supplier in failing or home.is_broken:
            return True
        never_called = home.kind is DeviceKind.CALL and home.mute
        return never_called and home.heard_at + 8 * 24 * HOUR <= now
