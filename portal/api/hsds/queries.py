"""What the feed shows: each offer of a member, its times, its free places and when something about it changed last."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.audit.models import AuditEntry
from portal.consortium.capacity.models import CapacityPattern, Slot
from portal.consortium.capacity.queries import WEEK
from portal.consortium.catalogue.models import Service, ServiceOffer
from portal.consortium.catalogue.queries import ORDER, is_in_force, stands_on
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import organisations
from portal.consortium.members.rules import may_offer
from portal.core.clock import day_of
from portal.extensions import db

Pair = tuple[UUID, UUID]
"""A member and a service."""


@dataclass(frozen=True)
class Places:
    """Of the seven days to come: how many are `free`, of how many."""

    free: int
    most: int


@dataclass(frozen=True)
class Entry:
    """A service of one member. `confirmed_at` is when the member last said that its times are so; None without any."""

    offer: ServiceOffer
    patterns: Sequence[CapacityPattern]
    places: Places
    confirmed_at: datetime | None
    modified_at: datetime
    is_open: bool


def members(day: date) -> list[Organisation]:
    return organisations(day=day)


def entries(now: datetime) -> list[Entry]:
    """Every offer that stands today, by service and member, in a fixed number of statements."""
    day = day_of(now)
    offers = _offers(day)
    patterns, places = _patterns(day), _places(now)
    changed = _changed({offer.organisation_id for offer in offers} | {offer.service_id for offer in offers})
    return [_entry(offer, patterns, places, changed, day) for offer in offers]


def _entry(
    offer: ServiceOffer,
    patterns: Mapping[Pair, Sequence[CapacityPattern]],
    places: Mapping[Pair, Places],
    changed: Mapping[UUID, datetime],
    day: date,
) -> Entry:
    pair = (offer.organisation_id, offer.service_id)
    own = patterns.get(pair, ())
    confirmed_at = max((each.confirmed_at for each in own), default=None)
    told = (offer.organisation.entered_at, changed.get(pair[0]), changed.get(pair[1]), confirmed_at)
    return Entry(
        offer,
        own,
        places.get(pair, Places(0, 0)),
        confirmed_at,
        max(moment for moment in told if moment is not None).astimezone(UTC),
        may_offer(offer.organisation, day),
    )


def _offers(day: date) -> Sequence[ServiceOffer]:
    service, member = contains_eager(ServiceOffer.service), contains_eager(ServiceOffer.organisation)
    found = (
        select(ServiceOffer)
        .join(ServiceOffer.service)
        .join(ServiceOffer.organisation)
        .options(
            service.selectinload(Service.prices),
            member.options(selectinload(Organisation.areas), selectinload(Organisation.agreements)),
        )
        .where(stands_on(ServiceOffer, day), is_in_force(day))
        .order_by(*ORDER, Organisation.name, ServiceOffer.id)
    )
    return db.session.scalars(found).all()


def _patterns(day: date) -> Mapping[Pair, Sequence[CapacityPattern]]:
    found: dict[Pair, list[CapacityPattern]] = defaultdict(list)
    standing = (
        CapacityPattern.ended_at.is_(None),
        or_(CapacityPattern.valid_to.is_(None), CapacityPattern.valid_to >= day),
    )
    order = (CapacityPattern.weekday, CapacityPattern.starts_at, CapacityPattern.id)
    for pattern in db.session.scalars(select(CapacityPattern).where(*standing).order_by(*order)):
        found[pattern.organisation_id, pattern.service_id].append(pattern)
    return found


def _places(now: datetime) -> Mapping[Pair, Places]:
    free = func.sum(Slot.capacity - Slot.held - Slot.confirmed)
    found = (
        select(Slot.organisation_id, Slot.service_id, free, func.sum(Slot.capacity))
        .where(Slot.closed_at.is_(None), Slot.starts_at > now, Slot.starts_at < now + WEEK)
        .group_by(Slot.organisation_id, Slot.service_id)
    )
    return {
        (member, service): Places(int(left), int(most)) for member, service, left, most in db.session.execute(found)
    }


def _changed(ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When members and services were last written about, by their ids, as far back as the log goes."""
    found = select(AuditEntry.subject_id, func.max(AuditEntry.at)).where(
        AuditEntry.subject_id.in_(ids), AuditEntry.is_read.is_(False)
    )
    return {subject: at for subject, at in db.session.execute(found.group_by(AuditEntry.subject_id)) if subject}
