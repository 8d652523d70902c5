"""Which bodies were partners on a day, how many of each kind, and one of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from portal.consortium.partners.models import Partner
from portal.consortium.partners.states import PartnerKind
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.extensions import db

SUBJECT = "partner"


def is_partner(day: date) -> ColumnElement[bool]:
    """SQL on `Partner`."""
    return and_(Partner.starts_on <= day, or_(Partner.ends_on.is_(None), Partner.ends_on >= day))


def partners_on(day: date) -> Sequence[Partner]:
    """The partners on `day` by their names."""
    return db.session.scalars(select(Partner).where(is_partner(day)).order_by(Partner.name, Partner.id)).all()


def counted(partners: Sequence[Partner]) -> list[tuple[PartnerKind, int]]:
    """How many there are of each kind that there is, in the order of the kinds."""
    found = Counter(partner.kind for partner in partners)
    return [(kind, found[kind]) for kind in PartnerKind if found[kind]]


def get_partner(partner_id: UUID) -> Partner:
    """Raises `NotFound`."""
    partner = db.session.get(Partner, partner_id)
    if partner is None:
        raise NotFound
    return partner


def traces() -> Iterator[Trace]:
    """Whoever answers there."""
    for name in db.session.scalars(select(Partner.contact_name).where(Partner.contact_name != "").distinct()):
        yield Trace(None, name)
