"""Reads of letters of thanks."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.consortium.members.models import Organisation
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.scope import letters_in_scope
from portal.coordinators.letters.states import LetterState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.households.queries import person_of_user

PAGE_SIZE = 20
SHOWN_AT_MOST = 50


def wall(viewer: Actor, number: int) -> Page[Letter]:
    """What hangs on the wall, the newest first."""
    viewer.require(Permission.LETTER_READ)
    hangs = Letter.state == LetterState.SHOWN
    rows = _with_names().where(hangs).order_by(Letter.shown_at.desc(), Letter.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def received_letters(viewer: Actor) -> Sequence[Letter]:
    """What came and does not hang on the wall: to one's own member, to the office all."""
    viewer.require(Permission.LETTER_READ)
    rows = _with_names().where(letters_in_scope(viewer), Letter.state == LetterState.RECEIVED)
    return db.session.scalars(rows.order_by(Letter.written_at.desc(), Letter.id).limit(SHOWN_AT_MOST)).all()


def _with_names() -> Select[Letter]:
    return select(Letter).options(
        joinedload(Letter.person), joinedload(Letter.household), joinedload(Letter.organisation)
    )


def get_letter(letter_id: UUID, *, viewer: Actor) -> Letter:
    """Raises `NotFound` for one that the viewer does not read."""
    viewer.require(Permission.LETTER_READ)
    found = db.session.scalar(_with_names().where(Letter.id == letter_id, letters_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def letters_among(ids: Collection[UUID], *, viewer: Actor) -> Sequence[Letter]:
    """Those of `ids` that the viewer reads, the newest first."""
    viewer.require(Permission.LETTER_READ)
    rows = _with_names().where(Letter.id.in_(ids), letters_in_scope(viewer))
    return db.session.scalars(rows.order_by(Letter.written_at.desc(), Letter.id)).all()


def own_letter(letter_id: UUID, *, viewer: Actor) -> Letter:
    """One that the signed-in resident wrote; raises `NotFound` for any other."""
    person = person_of_user(viewer.user_id) if viewer.user_id else None
    found = db.session.get(Letter, letter_id)
    if found is None or person is None or found.person_id != person.id:
        raise NotFound
    return found


def own_letters(person_id: UUID) -> Sequence[Letter]:
    rows = _with_names().where(Letter.person_id == person_id).order_by(Letter.written_at.desc(), Letter.id)
    return db.session.scalars(rows.limit(SHOWN_AT_MOST)).all()


def members_that_came(household_id: UUID) -> Sequence[Organisation]:
    """Whom the household can thank, by name."""
    came = select(Visit.organisation_id).where(Visit.household_id == household_id, Visit.state == VisitState.DONE)
    return db.session.scalars(select(Organisation).where(Organisation.id.in_(came)).order_by(Organisation.name)).all()


def kept_photos() -> dict[str, UUID]:
    """The names in the store that some letter still needs, each with the id of its letter."""
    found = db.session.execute(select(Letter.photo_name, Letter.id).where(Letter.photo_name != ""))
    return {letter.photo_name: letter.id for letter in found}
