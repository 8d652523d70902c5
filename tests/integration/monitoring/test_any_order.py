"""The same signals, doubled, in any order and in any bodies, leave the same rows."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.models import ActivityDay, QuietTime, Watch
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.devices import make_device, make_supplier, take, told

HOURS = st.lists(st.integers(1, 70), min_size=1, max_size=12)


def left_behind(device: Device) -> list[Any]:
    days = select(ActivityDay.day, ActivityDay.signs, ActivityDay.first_at, ActivityDay.last_at)
    quiet = select(QuietTime.began_at, QuietTime.ended_at).where(QuietTime.household_id == device.household_id)
    watch = select(Watch.last_sign_at, Watch.due_at).where(Watch.household_id == device.household_id)
    heard = select(Device.last_heard_at, Device.last_activity_at, Device.quiet_at).where(Device.id == device.id)
    ordered = (days.where(ActivityDay.device_id == device.id).order_by(ActivityDay.day), quiet.order_by("began_at"))
    return [list(map(tuple, db.session.execute(each))) for each in (*ordered, watch, heard)]


@pytest.fixture
def twins(session: Session) -> tuple[Device, Device]:
    coordinator, supplier = make_coordinator(), make_supplier()
    one, other = (make_device(make_paired(coordinator), DeviceKind.MOTION, supplier) for _ in range(2))
    session.commit()
    return one, other


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=HOURS, data=st.data())
def test_doubled_and_reordered_signals_change_nothing(
    twins: tuple[Device, Device], hours: list[int], data: st.DataObject
) -> None:
    db.session.rollback()
    in_order, otherwise = twins
    now = NOW + timedelta(hours=72)
    moments = [NOW + timedelta(hours=hour) for hour in hours]
    for moment in sorted(moments):
        take(in_order.supplier, told(in_order, moment, "motion"), now=now)
    signals = [told(otherwise, moment, "motion") for moment in moments]
    doubled = data.draw(st.permutations(signals + signals))
    cut = data.draw(st.integers(0, len(doubled)))
    for body in (doubled[:cut], doubled[cut:]):
        take(otherwise.supplier, *body, now=now)
    assert left_behind(in_order) == left_behind(otherwise)
