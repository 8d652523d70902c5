"""What the office does with the catalogue: load it, edit texts, set prices from a day on, enter and end offers."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.audit.actions import record
from portal.consortium.catalogue.models import Service, ServiceOffer, ServicePrice
from portal.consortium.catalogue.rules import has_ended, is_withdrawn
from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.consortium.members.locking import lock_member
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.questions import refuse_questions
from portal.extensions import db
from portal.manuals.models import Manual

SHIPPED = Path(__file__).parent / "data" / "services.toml"
CARE_SOS = SHIPPED.with_name("care_sos.toml")
TRANSPORT = SHIPPED.with_name("transport.toml")
QUESTIONS = ("asks", "records")
TEXTS = ("name", "summary", "description", "duration_minutes", "unit", "included", "excluded", *QUESTIONS)


@dataclass(frozen=True)
class ServiceTexts:
    """What the office may change of a service at any time."""

    name: str
    summary: str
    description: str
    included: list[str]
    excluded: list[str]
    duration_minutes: int
    unit: str
    asks: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)


def shipped_services(source: Path = SHIPPED) -> list[dict[str, Any]]:
    """The seven services as they are shipped, or those of another `source`."""
    entries: list[dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))["services"]
    return entries


def load_services(entries: Iterable[Mapping[str, Any]] | None = None, *, actor: Actor, now: datetime) -> list[Service]:
    """Add missing services and prices and link manuals of the same code; what is there already stays as it is."""
    actor.require(Permission.CATALOGUE_MANAGE)
    loaded = [
        _load(entry, entry.get("position", position), actor, now)
        for position, entry in enumerate(shipped_services() if entries is None else entries, start=1)
    ]
    db.session.flush()
    return loaded


def load_care_sos_services(*, actor: Actor, now: datetime) -> list[Service]:
    """Add the five basic and the five linked services of Care SOS that are missing; their prices come with a table."""
    actor.require(Permission.CATALOGUE_MANAGE)
    return load_services(shipped_services(CARE_SOS), actor=actor, now=now)


def load_transport(*, actor: Actor, now: datetime) -> list[Service]:
    """Add transport by car, which neither the seven services nor Care SOS name."""
    actor.require(Permission.CATALOGUE_MANAGE)
    return load_services(shipped_services(TRANSPORT), actor=actor, now=now)


def _load(entry: Mapping[str, Any], position: int, actor: Actor, now: datetime) -> Service:
    service = db.session.scalar(select(Service).where(Service.code == entry["code"]))
    if service is None:
        texts = {name: entry[name] for name in TEXTS if name not in QUESTIONS}
        service = Service(code=entry["code"], group=ServiceGroup(entry["group"]), position=position, **texts)
        db.session.add(service)
        db.session.flush()
        record("service.add", actor=actor, now=now, subject=("service", service.id))
    if not service.asks and not service.records:
        service.asks, service.records = (list(entry.get(name, ())) for name in QUESTIONS)
    if service.manual_id is None:
        service.manual_id = db.session.scalar(select(Manual.id).where(Manual.code == service.code))
    present = {price.valid_from for price in service.prices}
    for price in entry.get("prices", ()):
        if price["valid_from"] not in present:
            _append_price(service, price["amount"], price["valid_from"], PriceSource(price["source"]))
    return service


def edit_service(service: Service, texts: ServiceTexts, *, actor: Actor, now: datetime) -> None:
    """Change the words of a service; the audit names the fields that changed."""
    actor.require(Permission.CATALOGUE_MANAGE)
    for name in QUESTIONS:
        refuse_questions(getattr(texts, name), name)
    changed = [name for name, value in asdict(texts).items() if getattr(service, name) != value]
    for name in changed:
        setattr(service, name, getattr(texts, name))
    db.session.flush()
    if changed:
        record("service.edit", actor=actor, now=now, subject=("service", service.id), fields=changed)


def add_price(service: Service, amount: int, valid_from: date, *, actor: Actor, now: datetime) -> ServicePrice:
    """Set what one unit costs from `valid_from` on: a new row; the prices of days gone by never change."""
    actor.require(Permission.CATALOGUE_MANAGE)
    if amount < 0:
        raise DomainError(N_("단가는 0원 이상이어야 합니다."), "amount")
    if valid_from < day_of(now):
        raise DomainError(
            N_("지난 날부터 시작하는 단가는 넣을 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), "valid_from"
        )
    price = _append_price(service, amount, valid_from, PriceSource.AGREED)
    db.session.flush()
    db.session.expire(service, ["prices"])
    subject = ("service", service.id)
    record("service.price", actor=actor, now=now, subject=subject, amount=amount, valid_from=str(valid_from))
    tell(Event.PRICED, service.id, actor=actor, now=now)
    return price


def import_price(
    service: Service, amount: int, valid_from: date, import_id: UUID, *, actor: Actor, now: datetime
) -> ServicePrice:
    """Enter a published price that a table tells, of days gone by too; what bookings cost before stays as it is."""
    actor.require(Permission.CATALOGUE_MANAGE)
    price = _append_price(service, amount, valid_from, PriceSource.SEEN, import_id)
    db.session.flush()
    db.session.expire(service, ["prices"])
    subject = ("service", service.id)
    record("service.price", actor=actor, now=now, subject=subject, amount=amount, valid_from=str(valid_from))
    tell(Event.PRICED, service.id, actor=actor, now=now)
    return price


def withdraw_imported_prices(import_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Take away the prices that one import brought, and tell how many; the importer knows that none was used."""
    actor.require(Permission.CATALOGUE_MANAGE)
    prices = db.session.scalars(select(ServicePrice).where(ServicePrice.import_id == import_id)).all()
    for price in prices:
        subject = ("service", price.service_id)
        db.session.delete(price)
        record("service.withdraw_price", actor=actor, now=now, subject=subject, valid_from=str(price.valid_from))
    db.session.flush()
    for price in prices:
        db.session.expire(price.service, ["prices"])
    for service_id in {price.service_id for price in prices}:
        tell(Event.PRICED, service_id, actor=actor, now=now)
    return len(prices)


def _append_price(
    service: Service, amount: int, valid_from: date, source: PriceSource, import_id: UUID | None = None
) -> ServicePrice:
    price = ServicePrice(service=service, amount=amount, valid_from=valid_from, source=source, import_id=import_id)
    db.session.add(price)
    return price


def add_offer(
    service: Service, organisation: Organisation, valid_from: date, *, actor: Actor, now: datetime
) -> ServiceOffer:
    """Enter that a member offers the service from a day on; refused while an earlier offer has not ended."""
    actor.require(Permission.CATALOGUE_MANAGE)
    if is_withdrawn(service.withdrawn_on, valid_from):
        raise Conflict(N_("그날은 이미 끝난 서비스입니다. 먼저 서비스를 다시 시작해 주십시오."), "valid_from")
    same = [offer for offer in service.offers if offer.organisation_id == organisation.id]
    if any(offer.valid_to is None or offer.valid_to >= valid_from for offer in same):
        raise Conflict(N_("이 기관은 이미 이 서비스를 제공합니다."), "organisation_id")
    offer = ServiceOffer(service=service, organisation=organisation, valid_from=valid_from)
    db.session.add(offer)
    db.session.flush()
    db.session.expire(service, ["offers"])
    record("offer.add", actor=actor, now=now, subject=("organisation", organisation.id), service=service.code)
    tell(Event.OFFER_MADE, organisation.id, actor=actor, now=now)
    return offer


def end_offer(offer: ServiceOffer, last_day: date, *, actor: Actor, now: datetime) -> None:
    """End an offer after `last_day`: no later place is offered, what is booked for later is asked again."""
    actor.require(Permission.CATALOGUE_MANAGE)
    if last_day < offer.valid_from:
        raise DomainError(N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "valid_to")
    offer.valid_to = last_day
    db.session.flush()
    subject = ("organisation", offer.organisation_id)
    record("offer.end", actor=actor, now=now, subject=subject, service=offer.service.code, last_day=str(last_day))
    tell(Event.OFFER_ENDED, offer.organisation_id, actor=actor, now=now)


def end_service(service: Service, last_day: date, *, actor: Actor, now: datetime) -> None:
    """Nobody is referred for it after `last_day`, and nobody may ask for it.

    Its offers end with it, also those that ended with another day that was said before.
    What is booked for later is asked again, and coordinators hear of the plan lines that go on after it. Whoever books
    a member that offers it at this moment is waited for, so that none is missed.
    """
    actor.require(Permission.CATALOGUE_MANAGE)
    if last_day < day_of(now):
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "valid_to")
    said_before = service.withdrawn_on - timedelta(days=1) if service.withdrawn_on else None
    for organisation_id in sorted({offer.organisation_id for offer in service.offers}):
        lock_member(organisation_id)
    service.withdrawn_on = last_day + timedelta(days=1)
    for offer in service.offers:
        if offer.valid_from > last_day:
            db.session.delete(offer)
        elif not has_ended(offer, last_day) or offer.valid_to == said_before:
            offer.valid_to = last_day
    db.session.flush()
    db.session.expire(service, ["offers"])
    record("service.end", actor=actor, now=now, subject=("service", service.id), last_day=str(last_day))
    tell(Event.SERVICE_ENDED, service.id, actor=actor, now=now, last_day=last_day)


def resume_service(service: Service, *, actor: Actor, now: datetime) -> None:
    """It has no last day any more; who offers it again is entered anew."""
    actor.require(Permission.CATALOGUE_MANAGE)
    if service.withdrawn_on is None:
        raise Conflict(N_("끝나는 날이 정해지지 않은 서비스입니다. 화면을 새로 고쳐 주십시오."))
    service.withdrawn_on = None
    db.session.flush()
    record("service.resume", actor=actor, now=now, subject=("service", service.id))
