"""What devices and people are known by since signals came: health, days, signs of life, calls for help or unclear."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, cast, or_, update
from sqlalchemy.dialects.postgresql import Insert

from portal.core import clock
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import was_tested
from portal.monitoring.devices.rules import HEARD_EVERY
from portal.monitoring.devices.states import DeviceState, Trouble
from portal.monitoring.signals.states import SignalKind
from portal.monitoring.signals.took import Known, Took
from portal.monitoring.watching.actions import ask_for_help, hear_unclear, lock_watch, note_signs
from portal.monitoring.watching.models import ActivityDay

CALLS_FROM = frozenset({DeviceState.IN_USE, DeviceState.BROKEN})
"""Whose call is somebody's: one that was put up and never tested is being tried."""

_CALLS = frozenset({SignalKind.HELP, SignalKind.UNCLEAR})
"""Of which an alert may come at once."""


def follow(took: Collection[Took], *, now: datetime) -> None:
    """What devices and people are known by from these signals on; of what is past the days alone."""
    signs = [one for one in took if one.is_kept and one.said.is_sign_of_life and one.device.state is DeviceState.IN_USE]
    present = [one for one in took if not one.is_past]
    _know_devices(present)
    _count_days(signs)
    by_household: dict[UUID, list[datetime]] = defaultdict(list)
    for one in signs:
        if not one.is_past:
            by_household[one.device.household_id].append(one.at)
    calls = [one for one in present if one.said.kind in _CALLS and _calls(one.device)]
    if calls:
        lock_watch(*by_household, *(one.device.household_id for one in calls))
    note_signs(by_household, now=now)
    for one in calls:
        if one.said.kind is SignalKind.HELP:
            ask_for_help(one.device.household_id, at=one.at, now=now)
        elif one.is_kept:
            hear_unclear(one.device.household_id, at=one.at, now=now)


def _know_devices(took: Collection[Took]) -> None:
    by_device: dict[UUID, list[Took]] = defaultdict(list)
    for one in sorted(took, key=lambda each: (each.at, each.said.ref)):
        by_device[one.device.id].append(one)
    if not by_device:
        return
    db.session.connection().execute(_HEARD, [_heard(by_device[device_id]) for device_id in sorted(by_device)])
    _note_unanswered(took)


def _note_unanswered(took: Collection[Took]) -> None:
    """Calls of a week that nobody answered, the last of each device; what was heard later makes them nothing."""
    last: dict[UUID, datetime] = {}
    for one in took:
        if one.said.kind is SignalKind.NO_ANSWER:
            last[one.device.id] = max(one.at, last.get(one.device.id, one.at))
    for device_id in sorted(last):
        newer = or_(Device.unanswered_at.is_(None), Device.unanswered_at < last[device_id])
        noted = update(Device).where(Device.id == device_id, newer).values(unanswered_at=last[device_id])
        db.session.execute(noted.execution_options(synchronize_session=False))


def _calls(device: Known) -> bool:
    return device.state in CALLS_FROM or (device.state is DeviceState.INSTALLED and was_tested(device.id))


_TABLE = table_of(Device)


def _newer(name: str) -> Any:
    """The later of what is kept and what came."""
    column, value = _TABLE.c[name], bindparam(f"new_{name}", type_=_TABLE.c[name].type)
    return case((value.is_(None), column), (column.is_(None), value), (column < value, value), else_=column)


_TROUBLE = cast(bindparam("new_trouble", type_=_TABLE.c.trouble.type), _TABLE.c.trouble.type)
"""Cast, so that PostgreSQL knows what is asked of a value that may be none."""
_HEARD = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("device_id"))
    .values(
        last_heard_at=_newer("last_heard_at"),
        last_activity_at=_newer("last_activity_at"),
        quiet_at=_newer("quiet_at"),
        trouble=_TROUBLE,
        trouble_since=case(
            (_TROUBLE.is_(None), None),
            (_TABLE.c.trouble == _TROUBLE, _TABLE.c.trouble_since),
            else_=bindparam("heard_at", type_=_TABLE.c.last_heard_at.type),
        ),
    )
)


def _heard(took: Sequence[Took]) -> dict[str, Any]:
    """Of one device, in the order of their moments; what is older than the last that was heard changes no trouble."""
    device, last = took[0].device, took[-1].at
    signs = [one.at for one in took if one.is_kept and one.said.is_sign_of_life]
    trouble = device.trouble
    for one in took:
        if device.last_heard_at is None or one.at >= device.last_heard_at:
            trouble = _trouble_after(trouble, one.said.kind)
    every = HEARD_EVERY.get(device.kind)
    return {
        "device_id": device.id,
        "heard_at": last,
        "new_last_heard_at": last,
        "new_last_activity_at": max(signs, default=None),
        "new_quiet_at": last + every if every is not None else None,
        "new_trouble": trouble,
    }


def _trouble_after(trouble: Trouble | None, kind: SignalKind) -> Trouble | None:
    if kind is SignalKind.BATTERY_LOW:
        return Trouble.BATTERY
    if kind is SignalKind.OFFLINE:
        return Trouble.OFFLINE
    if kind in (SignalKind.ONLINE, SignalKind.ALIVE):
        return None
    return trouble if trouble is Trouble.BATTERY else None


def _count_days(signs: Collection[Took]) -> None:
    days: dict[tuple[UUID, date], list[datetime]] = defaultdict(list)
    for one in signs:
        days[one.device.id, clock.day_of(one.at)].append(one.at)
    if not days:
        return
    rows = [
        {"device_id": key[0], "day": key[1], "signs": len(moments), "first_at": min(moments), "last_at": max(moments)}
        for key, moments in sorted(days.items())
    ]
    db.session.execute(_counted(insert_into(table_of(ActivityDay), dialect_of(db.session))), rows)


def _counted(row: Insert) -> Insert:
    table, new = table_of(ActivityDay), row.excluded
    return row.on_conflict_do_update(
        index_elements=[table.c.device_id, table.c.day],
        set_={
            "signs": table.c.signs + new.signs,
            "first_at": case((new.first_at < table.c.first_at, new.first_at), else_=table.c.first_at),
            "last_at": case((new.last_at > table.c.last_at, new.last_at), else_=table.c.last_at),
        },
    )
