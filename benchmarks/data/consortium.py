"""Members, services, places and staff, as many as the real consortium has."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from portal.accounts.models import RoleGrant, User
from portal.consortium.capacity.models import Slot, SlotDong
from portal.consortium.catalogue.models import Service, ServiceOffer, ServicePrice
from portal.consortium.catalogue.states import OWN_GROUPS, PriceSource
from portal.consortium.members.models import Agreement, Organisation, ServedArea
from portal.consortium.members.states import LegalKind
from portal.coordinators.caseload.models import CoordinatorProfile
from portal.core import clock
from portal.core.dongs import dongs_of
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.core.registration import check_digit
from portal.residents.households.states import Sex

Row = dict[str, Any]
MEMBERS = 7
COORDINATORS = 50
SERVICES = ("청소", "세탁", "소수리", "소독", "홈방범", "건강검진", "반려동물케어")
GROUPS = OWN_GROUPS
STARTS = (time(10), time(14))
DAYS = 10
DONGS = tuple(dong.code for dong in dongs_of("마포구"))
SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class Consortium:
    """Who and what the households are served by."""

    now: datetime
    office: UUID
    coordinators: tuple[UUID, ...]
    members: tuple[UUID, ...]
    services: tuple[UUID, ...]

    @property
    def today(self) -> date:
        return clock.day_of(self.now)


def add_consortium(connection: Connection, now: datetime) -> Consortium:
    """Seven members with an agreement, seven services, places on ten days, an office and fifty coordinators."""
    members = tuple(new_id() for _ in range(MEMBERS))
    services = tuple(new_id() for _ in SERVICES)
    coordinators = tuple(new_id() for _ in range(COORDINATORS))
    made = Consortium(now, new_id(), coordinators, members, services)
    _add_members(connection, made)
    _add_services(connection, made)
    _add_slots(connection, made)
    _add_staff(connection, made)
    return made


def _add_members(connection: Connection, made: Consortium) -> None:
    organisations, agreements, areas = [], [], []
    for number, member in enumerate(made.members):
        first = f"08182{number:04d}"
        organisations.append(
            {
                "id": member,
                "code": f"member-{number}",
                "name": f"마포 {number + 1}호 사회적협동조합",
                "short_name": f"마포 {number + 1}호",
                "legal_kind": LegalKind.COOPERATIVE,
                "registration_number": f"{first}{check_digit(first)}",
                "contact_name": "오세라",
                "phone": "+8223002101",
                "email": f"member-{number}@example.kr",
                "joined_on": SINCE,
                "entered_at": clock.at(SINCE, time.min),
            }
        )
        agreements.append(
            {
                "organisation_id": member,
                "purpose": "돌봄 서비스 제공",
                "signed_on": SINCE,
                "starts_on": SINCE,
                "ends_on": made.today + timedelta(days=700),
                "insurance_ends_on": made.today + timedelta(days=700),
                "entered_at": made.now,
            }
        )
        areas += [{"organisation_id": member, "dong_code": code} for code in DONGS]
    connection.execute(insert(Organisation), organisations)
    connection.execute(insert(Agreement), agreements)
    connection.execute(insert(ServedArea), areas)


def _add_services(connection: Connection, made: Consortium) -> None:
    rows = [
        {
            "id": service,
            "code": f"service-{position}",
            "group": GROUPS[position * len(GROUPS) // len(SERVICES)],
            "position": position,
            "name": name,
            "summary": "집안일을 함께 합니다.",
            "description": "집으로 찾아가 함께 합니다.",
            "included": ["쓸고 닦기"],
            "excluded": ["이사 청소"],
            "duration_minutes": 120,
            "unit": "시간",
        }
        for position, (service, name) in enumerate(zip(made.services, SERVICES, strict=True))
    ]
    prices = [
        {"service_id": service, "amount": 25_000, "valid_from": SINCE, "source": PriceSource.OURS}
        for service in made.services
    ]
    offers = [
        {"service_id": service, "organisation_id": member, "valid_from": SINCE} for service, member in _offers(made)
    ]
    connection.execute(insert(Service), rows)
    connection.execute(insert(ServicePrice), prices)
    connection.execute(insert(ServiceOffer), offers)


def _offers(made: Consortium) -> list[tuple[UUID, UUID]]:
    """Each service is offered by two members."""
    members = (*made.members, made.members[0])
    return [
        (service, member)
        for position, service in enumerate(made.services)
        for member in members[position : position + 2]
    ]


def _add_slots(connection: Connection, made: Consortium) -> None:
    days = [made.today + timedelta(days=1 + number) for number in range(DAYS)]
    slots = [
        slot_row(service, member, clock.at(day, start), capacity=2)
        for service, member in _offers(made)
        for day in days
        for start in STARTS
    ]
    add_slots(connection, slots)


def slot_row(service: UUID, member: UUID, starts_at: datetime, *, capacity: int) -> Row:
    return {
        "id": new_id(),
        "organisation_id": member,
        "service_id": service,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "capacity": capacity,
    }


def add_slots(connection: Connection, slots: list[Row]) -> None:
    """Slots for every dong."""
    connection.execute(insert(Slot), slots)
    dongs = [{"slot_id": slot["id"], "dong_code": code} for slot in slots for code in DONGS]
    connection.execute(insert(SlotDong), dongs)


def add_users(connection: Connection, role: Role, users: list[Row]) -> None:
    """People who may sign in with `role`."""
    connection.execute(insert(User), users)
    grants = [{"user_id": user["id"], "role": role, "granted_at": user["created_at"]} for user in users]
    connection.execute(insert(RoleGrant), grants)


def staff_row(user_id: UUID, name: str, now: datetime) -> Row:
    return {"id": user_id, "name": name, "email": f"{user_id.hex}@example.kr", "created_at": now}


def _add_staff(connection: Connection, made: Consortium) -> None:
    add_users(connection, Role.OFFICE, [staff_row(made.office, "사무국", made.now)])
    add_coordinators(connection, made.coordinators, made.now)


def add_coordinators(connection: Connection, ids: tuple[UUID, ...], now: datetime) -> None:
    """Coordinators whose profile fits every household."""
    users = [staff_row(one, f"코디네이터{place}", now) for place, one in enumerate(ids)]
    add_users(connection, Role.COORDINATOR, users)
    profiles = [
        {
            "user_id": one,
            "case_limit": 20,
            "dong_codes": list(DONGS),
            "languages": ["ko"],
            "sex": Sex.FEMALE,
            "phone": "+821055550000",
        }
        for one in ids
    ]
    connection.execute(insert(CoordinatorProfile), profiles)
