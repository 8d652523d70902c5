"""What must be true before a member may post or change places, and how the audit hears of it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from portal.audit.actions import record
from portal.consortium.capacity.rules import MOST_PLACES
from portal.consortium.catalogue.queries import services_offered_by
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import dongs_served
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission


def require_own(organisation: Organisation, actor: Actor) -> None:
    actor.require(Permission.CAPACITY_OWN)
    if actor.organisation_id != organisation.id:
        raise NotFound


def check_offer(organisation: Organisation, service_id: UUID, day: date, cell: str = "service_id") -> None:
    if all(service.id != service_id for service in services_offered_by(organisation.id, day)):
        raise DomainError(N_("이 기관이 제공하기로 한 서비스가 아닙니다. 사무국에 문의해 주십시오."), cell)


def check_places(places: int, cell: str = "places") -> None:
    if not 0 <= places <= MOST_PLACES:
        raise DomainError(N_("자리 수는 0부터 %(most)d까지 적어 주십시오."), cell, most=MOST_PLACES)


def check_dongs(organisation: Organisation, dong_codes: Sequence[str]) -> None:
    if not set(dong_codes) <= set(dongs_served(organisation)):
        raise DomainError(N_("이 기관이 가지 않는 동이 들어 있습니다. 동을 다시 골라 주십시오."), "dong_codes")


def record_for(event: str, organisation: Organisation, actor: Actor, now: datetime, **details: object) -> None:
    record(event, actor=actor, now=now, subject=("organisation", organisation.id), **details)
