"""Whose care somebody who signed in sees as their own, and whose help they may end."""

from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, and_, select

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Person


def given_to(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Helping`: the open help by which `viewer` signed in."""
    return and_(Helping.user_id == viewer.user_id, Helping.ended_at.is_(None))


def people_seen_by(viewer: Actor) -> CompoundSelect[UUID]:
    """SQL: the ids of those whose care `viewer` sees as their own: themselves, or whom they help."""
    helped = select(Helping.person_id).where(given_to(viewer))
    return select(Person.id).where(Person.user_id == viewer.user_id).union_all(helped)


def is_own(helping: Helping, viewer: Actor) -> bool:
    """Whether it is the person themselves who looks at who helps them."""
    return viewer.can(Permission.MY_FILE) and helping.person.user_id == viewer.user_id
