"""Writing a letter of thanks, showing it and taking it down."""

from datetime import datetime
from uuid import UUID

from portal.audit.steps import take
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.photos import letter_store
from portal.coordinators.letters.queries import members_that_came
from portal.coordinators.letters.states import LETTER_STATES, LetterVerb
from portal.core.actors import Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.documents.sealing import SealedFile
from portal.extensions import db
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience
from portal.residents.households.models import Person

SUBJECT = "letter"
CAME_SUBJECT = N_("고맙다는 편지가 왔습니다")
CAME_BODY = N_("이용자가 고맙다는 편지를 남기셨습니다. 포털의 ‘고맙습니다’에서 읽으실 수 있습니다.\n")


def write_letter(
    person: Person,
    organisation_id: UUID,
    words: str,
    *,
    may_show: bool,
    actor: Actor,
    now: datetime,
    photo: SealedFile | None = None,
) -> Letter:
    """A resident thanks a member that came; the member hears of it."""
    _require_own(person, actor)
    if not words:
        raise DomainError(N_("하고 싶은 말씀을 적어 주십시오."), "words")
    refuse_resident_number(words)
    to = next((one for one in members_that_came(person.household_id) if one.id == organisation_id), None)
    if to is None:
        raise DomainError(N_("다녀간 곳을 골라 주십시오."), "organisation")
    if photo is not None:
        letter_store().put(photo, db.session)
    letter = Letter(
        id=photo.owner if photo else new_id(),
        household_id=person.household_id,
        household=person.household,
        person=person,
        organisation=to,
        words=words,
        photo_name=photo.name if photo else "",
        may_show=may_show,
        written_at=now,
    )
    db.session.add(letter)
    take(LETTER_STATES, letter, LetterVerb.WRITE, actor=actor, now=now)
    db.session.flush()
    about = About(SUBJECT, letter.id)
    send_mail(
        to.email, CAME_SUBJECT, CAME_BODY, audience=Audience.COOPERATIVE, kind="letter_came", now=now, about=about
    )
    return letter


def show_letter(letter: Letter, *, actor: Actor, now: datetime) -> None:
    """Hang it on the wall, where all members read it; only with the resident's consent."""
    actor.require(Permission.LETTER_MANAGE)
    if not letter.may_show:
        raise DomainError(N_("보여 드려도 된다고 하지 않으신 편지입니다."))
    take(LETTER_STATES, letter, LetterVerb.SHOW, actor=actor, now=now)
    letter.shown_at = now
    db.session.flush()


def take_down_letter(letter: Letter, *, actor: Actor, now: datetime) -> None:
    """By the office, or by whoever wrote it: nobody else reads it any more."""
    if actor.user_id is None or letter.person.user_id != actor.user_id:
        actor.require(Permission.LETTER_MANAGE)
    take(LETTER_STATES, letter, LetterVerb.TAKE_DOWN, actor=actor, now=now)
    letter.shown_at = None
    db.session.flush()


def _require_own(person: Person, actor: Actor) -> None:
    if actor.user_id is None or person.user_id != actor.user_id:
        raise Forbidden
