"""Reads of consents and of the texts they answer."""

from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import listed_members
from portal.db.remembered import remembered, watch
from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.states import WHEN_APPLYING, ConsentKind
from portal.residents.consents.texts import ConsentText, shipped_texts

watch(Organisation)

ORDER = {kind: place for place, kind in enumerate(ConsentKind)}


def consent_texts(day: date) -> tuple[ConsentText, ...]:
    """What is asked with an application on `day`, in its order."""
    return tuple(text for text in all_texts(day) if text.kind in WHEN_APPLYING)


def all_texts(day: date) -> tuple[ConsentText, ...]:
    """The texts in force, in the order in which they are asked; whoever is on the register on `day` is a recipient."""
    members = remembered(("members named", day), lambda: tuple(member.name for member in listed_members(day)))
    return tuple(text.naming(members) if text.names_members else text for text in shipped_texts())


def consents_of(person_id: UUID) -> list[Consent]:
    """The answers that hold now, given or refused, in the order of the texts; withdrawn ones are not among them."""
    statement = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    return sorted(db.session.scalars(statement), key=lambda consent: ORDER[consent.kind])


def consent_history(person_id: UUID) -> list[Consent]:
    """Every answer ever given, the newest first."""
    statement = select(Consent).where(Consent.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Consent.given_at.desc(), Consent.id.desc())))


def newest_answers(person_id: UUID, day: date) -> list[tuple[ConsentText, Consent | None]]:
    """Each text with the person's last answer to it, withdrawn or not; None where they were never asked."""
    newest: dict[ConsentKind, Consent] = {}
    for consent in consent_history(person_id):
        newest.setdefault(consent.kind, consent)
    return [(text, newest.get(text.kind)) for text in all_texts(day)]


def given_kinds(person_id: UUID) -> set[ConsentKind]:
    """What the person agrees to at this moment; what a helper answered for them waits until they confirm it."""
    return {consent.kind for consent in consents_of(person_id) if consent.given and consent.confirmed_at is not None}


def names(consent: type[Consent], member: type[Organisation]) -> ColumnElement[bool]:
    """SQL: a consent to provision names a member: its text lists whoever was on the register when it was confirmed."""
    return consent.confirmed_at >= member.entered_at


def unnamed_members(person_id: UUID, day: date) -> list[Organisation]:
    """Members of `day` whom the person's consent to provision does not name; nobody where they gave none."""
    held = (Consent.person_id == person_id, Consent.kind == ConsentKind.THIRD_PARTY, Consent.withdrawn_at.is_(None))
    since = db.session.scalar(select(Consent.confirmed_at).where(*held, Consent.given))
    return [member for member in listed_members(day) if member.entered_at > since] if since else []


def has_consent(person_id: UUID, kind: ConsentKind) -> bool:
    return kind in given_kinds(person_id)


def refusals_of(person_id: UUID, kind: ConsentKind, now: datetime) -> list[tuple[datetime, datetime]]:
    """From when to when, since they first agreed to it, they did not."""
    answers = (each for each in consent_history(person_id) if each.kind is kind and each.given)
    held = sorted((each.confirmed_at, each.withdrawn_at) for each in answers if each.confirmed_at is not None)
    gaps = pairwise([*held, (now, None)])
    return [(ended_at, again_at) for (_, ended_at), (again_at, _) in gaps if ended_at and ended_at < again_at]
