"""Who helps whom."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.residents.helpers.models import Helping
from portal.residents.helpers.scope import given_to, is_own, people_seen_by
from portal.residents.households.models import Person
from portal.residents.households.scope import require_scope


def helping_of(viewer: Actor) -> Helping | None:
    """The help that the account of a helper is for; None for everybody else."""
    return db.session.scalar(select(Helping).where(given_to(viewer)))


def knows_birth(user_id: UUID, birth_on: date) -> bool:
    """Whether this is the birth date of the person whom the user helps; true for whoever helps nobody."""
    held = select(Person.birth_on).join(Helping, Helping.person_id == Person.id).where(Helping.user_id == user_id)
    found = db.session.scalar(held)
    return found is None or found == birth_on


def untruth_of_helping(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Nobody is told that they may see what they may not see any more."""
    helping = db.session.get_one(Helping, message.subject_id)
    return Unsent.ENDED if helping.ended_at is not None else None


def person_seen_by(viewer: Actor) -> Person | None:
    """Whose care `viewer` sees as their own; None for an account that belongs to nobody's application."""
    seen = select(Person).where(Person.id.in_(people_seen_by(viewer)))
    return db.session.scalars(seen).one_or_none() if viewer.user_id else None


def helpers_of(person_id: UUID) -> list[Helping]:
    """Everybody who helps or helped a person; those who do so still first, then by name."""
    order = (Helping.ended_at.is_not(None), Helping.name, Helping.id)
    return list(db.session.scalars(select(Helping).where(Helping.person_id == person_id).order_by(*order)))


def phones_of_helpers(person_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The mobile numbers of those who help each person, as agreed, in the order of their names."""
    if not person_ids:
        return {}
    helping = select(Helping.person_id, Helping.phone).where(
        Helping.person_id.in_(person_ids), Helping.ended_at.is_(None)
    )
    phones: dict[UUID, list[str]] = defaultdict(list)
    for person_id, phone in db.session.execute(helping.order_by(Helping.name, Helping.id)):
        phones[person_id].append(phone)
    return phones


def get_helping(helping_id: UUID, *, viewer: Actor) -> Helping:
    """One help, for the person or for staff who work with the household; raises `NotFound` for anybody else."""
    helping = db.session.get(Helping, helping_id)
    if helping is None:
        raise NotFound
    if not is_own(helping, viewer):
        require_scope(helping.household_id, viewer)
    return helping


def traces() -> Iterator[Trace]:
    """What helpers are known by."""
    for helper in db.session.execute(select(Helping.user_id, Helping.name, Helping.phone)):
        yield Trace(*helper)
