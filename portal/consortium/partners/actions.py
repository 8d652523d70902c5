"""What the office does with partners: enter one, change what is known, end the work together."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from portal.audit.actions import record
from portal.consortium.partners.models import Partner
from portal.consortium.partners.queries import SUBJECT
from portal.consortium.partners.rules import refuse_term, refuse_unselected
from portal.consortium.partners.states import Accord, PartnerKind
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class PartnerDetails:
    """What is known of a partner; `ends_on` is the last day of the work together."""

    name: str
    kind: PartnerKind
    phone: str
    accord: Accord
    starts_on: date
    ends_on: date | None = None
    score: int | None = None
    selected_on: date | None = None
    contact_name: str = ""
    address: str = ""
    note: str = ""


def add_partner(details: PartnerDetails, *, actor: Actor, now: datetime) -> Partner:
    """Raises `DomainError` for one that was not selected although its kind is."""
    actor.require(Permission.MEMBER_MANAGE)
    _check(details)
    partner = Partner(entered_at=now, **asdict(details))
    db.session.add(partner)
    db.session.flush()
    record("partner.add", actor=actor, now=now, subject=(SUBJECT, partner.id))
    return partner


def edit_partner(partner: Partner, details: PartnerDetails, *, actor: Actor, now: datetime) -> None:
    """Change what is known of it; the audit names the fields that changed."""
    actor.require(Permission.MEMBER_MANAGE)
    _check(details)
    changed = [name for name, value in asdict(details).items() if getattr(partner, name) != value]
    for name in changed:
        setattr(partner, name, getattr(details, name))
    db.session.flush()
    if changed:
        record("partner.edit", actor=actor, now=now, subject=(SUBJECT, partner.id), fields=changed)


def _check(details: PartnerDetails) -> None:
    refuse_term(details.starts_on, details.ends_on)
    refuse_unselected(details.kind, details.score, details.selected_on, details.starts_on)
