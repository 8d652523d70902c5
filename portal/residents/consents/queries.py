"""Reads of consents and of the texts they answer."""

from uuid import UUID

from sqlalchemy import select

from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.consents.texts import ConsentText, shipped_texts

ORDER = {kind: place for place, kind in enumerate(ConsentKind)}


def consent_texts() -> tuple[ConsentText, ...]:
    """The texts in force, in the order in which they are asked."""
    return shipped_texts()


def text_of(kind: ConsentKind) -> ConsentText:
    return next(text for text in consent_texts() if text.kind is kind)


def consents_of(person_id: UUID) -> list[Consent]:
    """The answers that hold now, given or refused, in the order of the texts; withdrawn ones are not among them."""
    statement = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    return sorted(db.session.scalars(statement), key=lambda consent: ORDER[consent.kind])


def consent_history(person_id: UUID) -> list[Consent]:
    """Every answer ever given, the newest first."""
    statement = select(Consent).where(Consent.person_id == person_id)
    return list(db.session.scalars(statement.order_by(Consent.given_at.desc(), Consent.id.desc())))


def newest_answers(person_id: UUID) -> list[tuple[ConsentText, Consent | None]]:
    """Each text with the person's last answer to it, withdrawn or not; None where they were never asked."""
    newest: dict[ConsentKind, Consent] = {}
    for consent in consent_history(person_id):
        newest.setdefault(consent.kind, consent)
    return [(text, newest.get(text.kind)) for text in consent_texts()]


def given_kinds(person_id: UUID) -> set[ConsentKind]:
    """What the person agrees to at this moment; what a helper answered for them waits until they confirm it."""
    return {consent.kind for consent in consents_of(person_id) if consent.given and consent.confirmed_at is not None}


def has_consent(person_id: UUID, kind: ConsentKind) -> bool:
    return kind in given_kinds(person_id)
