"""Which services there are, what they cost and who offers them on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.consortium.catalogue.models import Service, ServiceOffer, ServicePrice
from portal.consortium.catalogue.rules import covers, in_force_on
from portal.consortium.catalogue.states import OWN_GROUPS, ServiceGroup
from portal.consortium.members.models import Organisation, ServedArea
from portal.core.errors import NotFound
from portal.db.remembered import remembered, watch
from portal.db.session import plain_rows
from portal.extensions import db

GROUP_ORDER = case({group: number for number, group in enumerate(ServiceGroup)}, value=Service.group)
ORDER = (GROUP_ORDER, Service.position, Service.name)
DETAILS = (
    selectinload(Service.prices),
    selectinload(Service.offers).joinedload(ServiceOffer.organisation).selectinload(Organisation.agreements),
)


def services(*, day: date) -> list[Service]:
    """The consortium's own services in force on `day`, in the order of the groups."""
    return list(db.session.scalars(_ordered().where(is_in_force(day), is_own())))


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service as somebody asks for it."""

    id: UUID
    code: str
    name: str
    summary: str


def offered_services(*, day: date, also: Collection[str] = ()) -> tuple[OfferedService, ...]:
    """`services`, and those of the codes `also`, as plain values, as this process remembers them."""
    in_force = remembered(
        ("services", day),
        lambda: tuple(
            (row.group, OfferedService(row.id, row.code, row.name, row.summary))
            for row in plain_rows(_OFFERED, {"day": day})
        ),
    )
    return tuple(service for group, service in in_force if group in OWN_GROUPS or service.code in also)


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What one unit of a service costs, in won."""

    unit: str
    amount: int


def offered_prices(*, day: date) -> Mapping[str, UnitPrice]:
    """The prices of `day` by the codes of services in force, as this process remembers them; some may have none."""
    return remembered(
        ("prices", day),
        lambda: {code: UnitPrice(unit, amount) for code, unit, amount in plain_rows(_PRICES, {"day": day})},
    )


def referable_services(*, day: date) -> list[Service]:
    """`services`, and those of Care SOS that a member offers on `day`: what somebody may be referred for."""
    return list(db.session.scalars(_ordered().where(is_in_force(day), _is_referable(day))))


def plannable_services(*, day: date) -> list[Service]:
    """What a plan may hold: `referable_services`, and what other bodies do."""
    return list(db.session.scalars(_ordered().where(is_in_force(day), or_(_is_referable(day), is_linked()))))


def _is_referable(day: date) -> ColumnElement[bool]:
    offered = select(ServiceOffer.id).where(
        ServiceOffer.service_id == Service.id,
        ServiceOffer.valid_from <= day,
        or_(ServiceOffer.valid_to.is_(None), ServiceOffer.valid_to >= day),
    )
    return or_(is_own(), offered.exists())


def services_with_details(*, day: date) -> list[Service]:
    """Every service in force with prices, offers and the members that make them, in a fixed number of statements."""
    return list(db.session.scalars(_ordered().where(is_in_force(day)).options(*DETAILS)))


def services_of_codes(codes: Collection[str]) -> list[Service]:
    """With their prices."""
    return list(db.session.scalars(_ordered().where(Service.code.in_(codes)).options(selectinload(Service.prices))))


def members_offering(day: date, dong_code: str = "") -> dict[UUID, list[str]]:
    """Who offers what on `day`, by the ids of the services: short names of present members that work in the dong."""
    query = (
        select(ServiceOffer.service_id, Organisation.short_name)
        .join(ServiceOffer.organisation)
        .where(stands_on(ServiceOffer, day), Organisation.joined_on <= day)
        .where(or_(Organisation.left_on.is_(None), Organisation.left_on >= day))
        .order_by(Organisation.short_name)
        .distinct()
    )
    if dong_code:
        query = query.where(Organisation.areas.any(ServedArea.dong_code == dong_code))
    found: dict[UUID, list[str]] = {}
    for service_id, name in db.session.execute(query):
        found.setdefault(service_id, []).append(name)
    return found


def all_services() -> list[Service]:
    """Withdrawn services too, with details, for the office."""
    return list(db.session.scalars(_ordered().options(*DETAILS)))


def get_service(code: str) -> Service:
    """The service of `code`; raises `NotFound`."""
    query = select(Service).where(Service.code == code).options(*DETAILS, joinedload(Service.manual))
    service = db.session.scalar(query)
    if service is None:
        raise NotFound
    return service


def service_by_id(service_id: UUID) -> Service:
    """Raises `NotFound`."""
    service = db.session.get(Service, service_id)
    if service is None:
        raise NotFound
    return service


def price_on(service: Service, day: date) -> ServicePrice | None:
    """The price of one unit on `day`; None where none has begun yet."""
    return in_force_on(service.prices, day)


def offers_on(service: Service, day: date) -> list[ServiceOffer]:
    """The offers of present members that cover `day`, by name."""
    offers = [offer for offer in service.offers if covers(offer, day) and _is_present(offer.organisation, day)]
    return sorted(offers, key=lambda offer: offer.organisation.name)


def providers_of(service: Service, day: date) -> list[Organisation]:
    """The members that offer the service on `day`, by name; `members.rules` tells whether they may make new offers."""
    return [offer.organisation for offer in offers_on(service, day)]


def get_offer(offer_id: UUID) -> ServiceOffer:
    """Raises `NotFound`."""
    offer = db.session.get(ServiceOffer, offer_id)
    if offer is None:
        raise NotFound
    return offer


def services_offered_by(organisation_id: UUID, day: date) -> list[Service]:
    """The services that a member offers on `day`, in the order of the groups."""
    return list(db.session.scalars(_ordered().where(is_in_force(day), member_offers(organisation_id, Service.id, day))))


def is_in_force(day: Any) -> ColumnElement[bool]:
    """SQL: the service is not withdrawn on `day`, a date or an expression."""
    return or_(Service.withdrawn_on.is_(None), Service.withdrawn_on > day)


def is_linked() -> ColumnElement[bool]:
    """SQL: bodies outside the consortium do it."""
    return Service.group == ServiceGroup.CARE_SOS_LINKED


def is_own() -> ColumnElement[bool]:
    """SQL: the service is one of the consortium's own."""
    return Service.group.in_(OWN_GROUPS)


def member_offers(organisation_id: Any, service_id: Any, day: Any) -> ColumnElement[bool]:
    """SQL: an offer of the member for the service covers `day`; all three may be expressions."""
    offer = aliased(ServiceOffer)
    return exists().where(
        offer.organisation_id == organisation_id, offer.service_id == service_id, stands_on(offer, day)
    )


def services_by(manual_id: UUID) -> Sequence[Service]:
    """The services that are done by a manual."""
    return db.session.scalars(_ordered().where(Service.manual_id == manual_id)).all()


def stands_on(offer: type[ServiceOffer], day: Any) -> ColumnElement[bool]:
    """SQL: the offer, or an alias of it, stands on `day`."""
    return and_(offer.valid_from <= day, stands_yet(offer, day))


def stands_yet(offer: type[ServiceOffer], day: Any) -> ColumnElement[bool]:
    """SQL: the offer has not ended by `day`; it may begin later."""
    return or_(offer.valid_to.is_(None), offer.valid_to >= day)


def _ordered() -> Select[Service]:
    return select(Service).order_by(*ORDER)


watch(Service, ServicePrice)
_OFFERED = (
    select(Service.group, Service.id, Service.code, Service.name, Service.summary)
    .where(is_in_force(bindparam("day")))
    .order_by(*ORDER)
)
_PRICES = (
    select(Service.code, Service.unit, ServicePrice.amount)
    .join(ServicePrice, ServicePrice.service_id == Service.id)
    .where(is_in_force(bindparam("day")), ServicePrice.valid_from <= bindparam("day"))
    .order_by(ServicePrice.valid_from)
)
"""The price that began last comes last."""


def _is_present(organisation: Organisation, day: date) -> bool:
    return organisation.joined_on <= day and (organisation.left_on is None or day <= organisation.left_on)
