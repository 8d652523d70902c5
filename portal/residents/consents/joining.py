"""Consents come along with a file: of each kind the newest answer holds."""

from sqlalchemy import select

from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consents_of
from portal.residents.households.joining import Carrier, Joining, point_to

CONSENTS, ENDED = "consents", "consents ended"


def carry(joining: Joining) -> None:
    held = {consent.kind: consent for consent in consents_of(joining.kept.id)}
    ended = []
    for consent in consents_of(joining.gone.id):
        if consent.kind in held:
            older = min(consent, held[consent.kind], key=lambda one: (one.given_at, one.id))
            older.withdrawn_at = joining.now
            ended.append(older.id)
    db.session.flush()
    rows = db.session.scalars(select(Consent).where(Consent.person_id == joining.gone.id)).all()
    joining.note(CONSENTS, point_to(rows, joining.kept))
    joining.note(ENDED, ended)


def give_back(joining: Joining) -> None:
    """An answer that another one had replaced holds again where none of its kind does."""
    rows = select(Consent).where(Consent.id.in_(joining.noted(CONSENTS)), Consent.person_id == joining.kept.id)
    point_to(db.session.scalars(rows).all(), joining.gone)
    db.session.flush()
    for consent in db.session.scalars(select(Consent).where(Consent.id.in_(joining.noted(ENDED)))).all():
        if consent.kind not in {one.kind for one in consents_of(consent.person_id)}:
            consent.withdrawn_at = None
            db.session.flush()


CARRIER = Carrier(carry, give_back)
