"""The feed's own objects from our rows, by the names that the specification gives them. Persons never stand in them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from portal.api.hsds.queries import Entry
from portal.api.hsds.rules import derived_id
from portal.consortium.capacity.models import CapacityPattern
from portal.consortium.catalogue.models import Service, ServicePrice
from portal.consortium.catalogue.rules import in_force_on
from portal.consortium.catalogue.states import ServiceGroup
from portal.consortium.members.models import Organisation
from portal.core.clock import SEOUL
from portal.core.dongs import DONGS
from portal.extensions import current_settings
from portal.web.labels import label
from portal.web.words import gettext as _

Json = dict[str, Any]
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DONGS = {dong.code: dong for dong in DONGS}
_OFFSET = "+09:00"
TAXONOMY = derived_id("taxonomy", "services")


def organization(member: Organisation) -> Json:
    told = {
        "id": str(member.id),
        "name": member.name,
        "alternate_name": member.short_name,
        "description": member.introduction or member.name,
        "legal_status": label(member.legal_kind),
    }
    return told | ({"locations": [location(member)]} if member.address else {})


def bare_organization(member: Organisation) -> Json:
    return {name: value for name, value in organization(member).items() if name != "locations"}


def organization_with_services(member: Organisation, entries: Sequence[Entry], day: date) -> Json:
    own = [entry for entry in entries if entry.offer.organisation_id == member.id]
    return organization(member) | {"services": [service(entry, day) for entry in own]}


def location(member: Organisation) -> Json:
    """Where the member works from; its workers go to people's homes."""
    place = str(_location_id(member))
    city, district = [*member.address.split(maxsplit=2), "", ""][:2]
    address = {
        "id": str(derived_id("address", member.id)),
        "location_id": place,
        "address_1": member.address,
        "city": district,
        "state_province": city,
        "postal_code": "",
        "country": "KR",
        "address_type": "physical",
    }
    return {
        "id": place,
        "location_type": "physical",
        "organization_id": str(member.id),
        "name": member.name,
        "addresses": [address],
    }


def bare_service(entry: Entry) -> Json:
    service, settings = entry.offer.service, current_settings()
    return {
        "id": str(entry.offer.id),
        "organization_id": str(entry.offer.organisation_id),
        "name": service.name,
        "description": service.description,
        "url": f"{settings.base_url.rstrip('/')}/services/{service.code}",
        "status": "active" if entry.is_open else "temporarily closed",
        "application_process": _("포털이나 전화로 신청합니다. 전화: %(phone)s", phone=settings.office_phone),
        "last_modified": entry.modified_at.isoformat(),
    }


def minimal_service(entry: Entry) -> Json:
    return {"id": str(entry.offer.id), "last_modified": entry.modified_at.isoformat()}


def service(entry: Entry, day: date) -> Json:
    """With its member, times, areas, costs and free places."""
    member, offered, mark = entry.offer.organisation, entry.offer.service, entry.offer.id
    return bare_service(entry) | {
        "organization": bare_organization(member),
        "phones": [_office_phone(mark)],
        "schedules": [_schedule(pattern, mark) for pattern in entry.patterns],
        "service_areas": [_area(mark, area.dong_code) for area in member.areas if area.dong_code in _DONGS],
        "cost_options": [_cost(mark, price, offered) for price in _prices_from(offered, day)],
        "capacities": [_capacity(entry)] if entry.confirmed_at else [],
        "service_at_locations": [service_at_location(entry)] if member.address else [],
        "attributes": [_attribute(mark, offered)],
    }


def service_at_location(entry: Entry) -> Json:
    return bare_service_at_location(entry) | {"location": location(entry.offer.organisation)}


def bare_service_at_location(entry: Entry) -> Json:
    member = entry.offer.organisation
    return {
        "id": str(service_at_location_id(entry)),
        "service_id": str(entry.offer.id),
        "location_id": str(_location_id(member)),
        "description": _("%(member)s에서 댁으로 찾아갑니다.", member=member.name),
    }


def service_at_location_id(entry: Entry) -> UUID:
    return derived_id("service_at_location", entry.offer.id)


def taxonomy() -> Json:
    words = _("포털의 서비스 분류")
    return {"id": str(TAXONOMY), "name": words, "description": words}


def taxonomy_terms(entries: Sequence[Entry]) -> list[Json]:
    """The groups of services, and under each the services that somebody offers."""
    offered = {entry.offer.service.code: entry.offer.service for entry in entries}
    groups = [group for group in ServiceGroup if any(each.group is group for each in offered.values())]
    return [_group(group) for group in groups] + [_term(each) for each in offered.values()]


def term_ids(offered: Service) -> tuple[UUID, UUID]:
    """Of the service and of its group."""
    return derived_id("term", offered.code), _group_id(offered.group)


def _prices_from(offered: Service, day: date) -> list[ServicePrice]:
    """The one in force and those that are announced."""
    now = in_force_on(offered.prices, day)
    return [price for price in offered.prices if price is now or price.valid_from > day]


def _group_id(group: ServiceGroup) -> UUID:
    return derived_id("group", group.value)


def _group(group: ServiceGroup) -> Json:
    words = label(group)
    told = {"id": str(_group_id(group)), "code": group.value, "name": words, "description": words}
    return told | {"taxonomy_id": str(TAXONOMY)}


def _term(offered: Service) -> Json:
    return {
        "id": str(derived_id("term", offered.code)),
        "code": offered.code,
        "name": offered.name,
        "description": offered.summary,
        "parent_id": str(_group_id(offered.group)),
        "taxonomy_id": str(TAXONOMY),
    }


def _attribute(mark: UUID, offered: Service) -> Json:
    return {
        "id": str(derived_id("attribute", mark)),
        "link_id": str(mark),
        "link_entity": "service",
        "taxonomy_term_id": str(derived_id("term", offered.code)),
        "taxonomy_term": _term(offered),
    }


def _location_id(member: Organisation) -> UUID:
    return derived_id("location", member.id)


def _office_phone(mark: UUID) -> Json:
    settings = current_settings()
    told = {"id": str(derived_id("phone", mark)), "service_id": str(mark), "number": settings.office_phone}
    return told | {"type": "voice", "description": settings.office_name}


def _schedule(pattern: CapacityPattern, mark: UUID) -> Json:
    told: Json = {
        "id": str(pattern.id),
        "service_id": str(mark),
        "freq": "WEEKLY",
        "interval": 1,
        "byday": _DAYS[pattern.weekday],
        "wkst": "MO",
        "timezone": 9,
        "opens_at": f"{pattern.starts_at:%H:%M}{_OFFSET}",
        "closes_at": f"{pattern.ends_at:%H:%M}{_OFFSET}",
        "valid_from": pattern.valid_from.isoformat(),
    }
    return told | ({"valid_to": pattern.valid_to.isoformat()} if pattern.valid_to else {})


def _area(mark: UUID, dong_code: str) -> Json:
    dong = _DONGS[dong_code]
    return {
        "id": str(derived_id("area", mark, dong_code)),
        "service_id": str(mark),
        "name": f"{dong.district} {dong.short_name}",
        "description": _("행정동 코드 %(code)s", code=dong_code),
    }


def _cost(mark: UUID, price: ServicePrice, offered: Service) -> Json:
    return {
        "id": str(derived_id("cost", mark, price.id)),
        "service_id": str(mark),
        "valid_from": price.valid_from.isoformat(),
        "currency": "KRW",
        "amount": price.amount,
        "amount_description": _("1%(unit)s", unit=offered.unit),
    }


def _capacity(entry: Entry) -> Json:
    mark, confirmed_at = entry.offer.id, entry.confirmed_at
    unit = {"id": str(derived_id("unit", "place")), "name": _("자리")}
    return {
        "id": str(derived_id("capacity", mark)),
        "service_id": str(mark),
        "unit": unit,
        "unit_id": unit["id"],
        "available": entry.places.free if entry.is_open else 0,
        "maximum": entry.places.most,
        "description": _("앞으로 7일의 빈자리. updated는 조합이 시간을 마지막으로 확인한 때입니다."),
        "updated": confirmed_at.astimezone(SEOUL).isoformat() if confirmed_at else None,
    }
