"""Members, services and places, with what they need to be offered."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from portal.consortium.capacity.actions import PatternDetails, post_pattern
from portal.consortium.capacity.models import CapacityPattern, Slot, SlotDong
from portal.consortium.catalogue.models import Service, ServiceOffer, ServicePrice
from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.consortium.members.models import Agreement, Organisation, ServedArea
from portal.consortium.members.states import LegalKind
from portal.core.actors import Actor
from portal.core.clock import at
from portal.core.permissions import Role
from portal.core.registration import check_digit
from portal.extensions import db

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Monday 23 November 2026, 09:00 in Seoul."""

TODAY = date(2026, 11, 23)
MANGWON, SEOGYO = "1144069000", "1144066000"
OFFICE = Actor(None, "사무국", frozenset({Role.OFFICE}))
COORDINATOR = Actor(None, "코디네이터", frozenset({Role.COORDINATOR}))
_numbers = count(1)


def registration_number(number: int) -> str:
    """A number with a right check digit."""
    first = f"08182{number:04d}"
    return f"{first}{check_digit(first)}"


def make_organisation(
    name: str = "", *, dongs: tuple[str, ...] = (MANGWON, SEOGYO), agreed: bool = True, **values: Any
) -> Organisation:
    """A member that serves `dongs`; it has an agreement and an insurance far beyond the tests unless not `agreed`."""
    number = next(_numbers)
    given = {
        "code": f"member-{number}",
        "name": name or f"협동조합 {number}",
        "short_name": (name or f"협동{number}").removesuffix("돌봄사회적협동조합")[:10],
        "legal_kind": LegalKind.COOPERATIVE,
        "registration_number": registration_number(number),
        "contact_name": "오세라",
        "phone": "+8223002101",
        "email": f"member-{number}@example.kr",
        "joined_on": date(2024, 3, 4),
        "entered_at": datetime(2024, 3, 4, tzinfo=UTC),
    }
    organisation = Organisation(**(given | values))
    organisation.areas = [ServedArea(dong_code=code) for code in dongs]
    db.session.add(organisation)
    db.session.flush()
    if agreed:
        make_agreement(organisation)
    return organisation


def make_agreement(organisation: Organisation, **values: Any) -> Agreement:
    given = {
        "purpose": "돌봄 서비스 제공",
        "signed_on": date(2024, 2, 26),
        "starts_on": date(2024, 3, 4),
        "ends_on": date(2030, 12, 31),
        "insurance_number": "보험-1",
        "insurance_ends_on": date(2030, 12, 31),
        "entered_at": NOW,
    }
    agreement = Agreement(organisation_id=organisation.id, **(given | values))
    db.session.add(agreement)
    db.session.flush()
    db.session.expire(organisation, ["agreements"])
    return agreement


def make_service(code: str = "", *, amount: int | None = 12_000, **values: Any) -> Service:
    """A service with a price since the beginning of 2026, or with none."""
    number = next(_numbers)
    given = {
        "code": code or f"service-{number}",
        "group": ServiceGroup.DAILY,
        "position": number,
        "name": f"서비스 {number}",
        "summary": "집안일을 함께 합니다.",
        "description": "집으로 찾아가 함께 합니다.",
        "included": ["쓸고 닦기"],
        "excluded": ["이사 청소"],
        "duration_minutes": 120,
        "unit": "시간",
    }
    service = Service(**(given | values))
    if amount is not None:
        service.prices = [ServicePrice(amount=amount, valid_from=date(2026, 1, 1), source=PriceSource.OURS)]
    db.session.add(service)
    db.session.flush()
    return service


def make_offer(service: Service, organisation: Organisation, **values: Any) -> ServiceOffer:
    given = {"valid_from": date(2024, 3, 4)}
    offer = ServiceOffer(service_id=service.id, organisation_id=organisation.id, **(given | values))
    db.session.add(offer)
    db.session.flush()
    db.session.expire(service, ["offers"])
    return offer


def make_slot(
    service: Service | None = None,
    organisation: Organisation | None = None,
    *,
    day: date = TODAY + timedelta(days=1),
    starts_at: time = time(10),
    ends_at: time = time(12),
    capacity: int = 2,
    dongs: tuple[str, ...] = (MANGWON, SEOGYO),
    **values: Any,
) -> Slot:
    """A slot that is offered: its member may make offers and offers the service."""
    service = service or make_service()
    organisation = organisation or make_organisation()
    if all(offer.organisation_id != organisation.id for offer in service.offers):
        make_offer(service, organisation)
    slot = Slot(
        organisation_id=organisation.id,
        service_id=service.id,
        starts_at=at(day, starts_at),
        ends_at=at(day, ends_at),
        capacity=capacity,
        **values,
    )
    slot.dongs = [SlotDong(dong_code=code) for code in dongs]
    db.session.add(slot)
    db.session.flush()
    return slot


def staff_of(organisation: Organisation) -> Actor:
    """Someone who works for the member."""
    return Actor(None, "종사자", frozenset({Role.COOPERATIVE}), organisation.id)


def pattern_details(service: Service, **values: Any) -> PatternDetails:
    """Two places each Wednesday from 10 to 12."""
    given: dict[str, Any] = {
        "service_id": service.id,
        "weekday": 2,
        "starts_at": time(10),
        "ends_at": time(12),
        "places": 2,
        "valid_from": TODAY,
    }
    return PatternDetails(**(given | values))


def make_pattern(
    service: Service, organisation: Organisation, *, horizon_days: int = 28, now: datetime = NOW, **values: Any
) -> CapacityPattern:
    """A published pattern of a member that offers the service."""
    if all(offer.organisation_id != organisation.id for offer in service.offers):
        make_offer(service, organisation)
    details = pattern_details(service, **values)
    return post_pattern(organisation, details, actor=staff_of(organisation), now=now, horizon_days=horizon_days)
