"""Gathers what decides about households that are watched: a few statements, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, false, func, or_, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import SPOKEN
from portal.core.clock import day_of
from portal.extensions import db
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.rules import TELLS_EACH, Hours
from portal.monitoring.devices.states import BLIND, DeviceState
from portal.monitoring.watching.models import Absence, Watch
from portal.monitoring.watching.queries import PROMISED, people_by_night
from portal.monitoring.watching.rules import Eye, Facts, When

MOMENT = timedelta(microseconds=1)


def facts_of(watches: Sequence[Watch], now: datetime) -> Iterator[tuple[Watch, Facts]]:
    """All that decides about them, each beside its watch, in their order."""
    households = [watch.household_id for watch in watches]
    eyes, gone = _eyes(households, now), away(households, min(watch.since for watch in watches), now)
    by_night, in_care = people_by_night([watch.person_id for watch in watches]), _in_care_since(households)
    for watch in watches:
        back_at, away_until = gone.get(watch.household_id, (None, None))
        yield (
            watch,
            Facts(
                household_id=watch.household_id,
                since=max(watch.since, back_at or watch.since, in_care.get(watch.household_id, watch.since)),
                when=When(nights=watch.person_id in by_night, weekends=watch.weekends),
                eyes=eyes[watch.household_id],
                away_until=away_until,
                told=watch.told,
            ),
        )


def contacts_since(households: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """When somebody met or spoke to each of them after the last that is known of them."""
    newest = func.max(Contact.at)
    met = (
        select(Watch.household_id, newest)
        .join(CareCase, CareCase.household_id == Watch.household_id)
        .join(Contact, Contact.case_id == CareCase.id)
        .where(Watch.household_id.in_(households), Contact.outcome.in_(SPOKEN))
        .where(Contact.at > Watch.counts_from, or_(Watch.last_sign_at.is_(None), Contact.at > Watch.last_sign_at))
    )
    return {household_id: [at] for household_id, at in db.session.execute(met.group_by(Watch.household_id))}


def resting(households: Collection[UUID], now: datetime) -> dict[UUID, date | None]:
    """Who is not waited for: away from home, or whose care rests; the last day of it, None where nobody knows."""
    held = select(CareCase.household_id, CareCase.hold_until_on)
    held = held.where(CareCase.household_id.in_(households), CareCase.state == CaseState.ON_HOLD)
    until: dict[UUID, date | None] = {
        household_id: day_of(back_at - MOMENT)
        for household_id, (_, back_at) in away(households, now, now).items()
        if back_at is not None
    }
    for household_id, day in db.session.execute(held):
        known = until.get(household_id, day)
        until[household_id] = max(day, known) if day is not None and known is not None else None
    return until


def _in_care_since(households: Collection[UUID]) -> dict[UUID, datetime]:
    """When their present care began: nobody was to look for them before it."""
    began = select(CareCase.household_id, func.max(CareCase.opened_at)).where(
        CareCase.household_id.in_(households), OPEN
    )
    return {row[0]: row[1] for row in db.session.execute(began.group_by(CareCase.household_id))}


def _eyes(households: Collection[UUID], now: datetime) -> dict[UUID, list[Eye]]:
    """What is heard while its supplier is at fault sees all the same; where no call was made nobody was asked."""
    fault_since = DeviceSupplier.fault_since
    is_heard = (Device.last_heard_at > fault_since) & (Device.quiet_at > now)
    at_fault = (fault_since.is_not(None) & ~func.coalesce(is_heard, false())) | DeviceSupplier.ended_at.is_not(None)
    not_made = Device.kind.in_(TELLS_EACH) & (Device.quiet_at <= now)
    found = (
        select(
            Device.household_id,
            Device.kind,
            Device.state,
            Device.trouble,
            Device.attention_hours,
            Device.caution_hours,
            Device.danger_hours,
            case((at_fault | not_made, 1), else_=0),
        )
        .outerjoin(DeviceSupplier, DeviceSupplier.id == Device.supplier_id)
        .where(Device.household_id.in_(households), Device.state.in_(PROMISED))
    )
    eyes: dict[UUID, list[Eye]] = defaultdict(list)
    for household_id, kind, state, trouble, attention, caution, danger, is_failing in db.session.execute(found):
        sees = state is DeviceState.IN_USE and trouble not in BLIND and not is_failing
        eyes[household_id].append(Eye(Hours(attention, caution, danger), sees, kind.words))
    return eyes


def away(
    households: Collection[UUID], since: datetime, now: datetime
) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """When each was back last, where that is later than any sign may be, and until when they are away now."""
    back = func.max(case(((Absence.ends_at <= now) & (Absence.ends_at > Absence.starts_at), Absence.ends_at)))
    until = func.max(case(((Absence.starts_at <= now) & (Absence.ends_at > now), Absence.ends_at)))
    found = select(Absence.household_id, back, until).where(
        Absence.household_id.in_(households), Absence.ends_at > since
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(found.group_by(Absence.household_id))}
