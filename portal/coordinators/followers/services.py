"""What hangs on a service of the catalogue that ends: plan lines, visits and applications, and who hears of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import service_by_id
from portal.consortium.catalogue.rules import last_day_of
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import TAKING_STATES
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.events import Happened
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Unsent
from portal.residents.applications.models import Application, ApplicationService
from portal.residents.applications.states import ApplicationState
from portal.residents.households.models import Household

SERVICE = "service"
ENDS = N_("서비스 %(service)s: %(day)s에 끝납니다. 그 뒤의 도움을 이용자와 다시 정해 주십시오. 계획 항목 %(count)d건")


@dataclass(frozen=True, slots=True)
class Hanging:
    """How many agreed plan lines, places asked for or booked to come, and waiting applications name a service."""

    lines: int
    bookings: int
    applications: int


def hanging_on(service: Service, now: datetime) -> Hanging:
    lines = _lines().where(PlanLine.service_id == service.id, PlanLine.until_on >= day_of(now))
    bookings = select(Referral.id).join(Slot, Slot.id == Referral.slot_id)
    bookings = bookings.where(
        Referral.service_id == service.id, Referral.state.in_(TAKING_STATES), Slot.starts_at > now
    )
    wishes = (
        select(ApplicationService.service_id)
        .join(Application)
        .where(ApplicationService.service_id == service.id, Application.state == ApplicationState.RECEIVED)
    )
    counts = (select(func.count()).select_from(each.subquery()) for each in (lines, bookings, wishes))
    return Hanging(*(db.session.scalar(each) or 0 for each in counts))


def lines_losing_service(*conditions: ColumnElement[bool], today: date) -> Sequence[PlanLine]:
    """The agreed lines of open cases that go on after the last day of their service, the first to end first."""
    ending = _lines().join(Service, Service.id == PlanLine.service_id)
    ending = ending.where(PlanLine.until_on >= today, PlanLine.until_on >= Service.withdrawn_on, *conditions)
    return db.session.scalars(ending.options(*_SHOWN).order_by(Service.withdrawn_on, PlanLine.id)).all()


def _lines() -> Select[PlanLine]:
    """The agreed lines of open cases."""
    query = select(PlanLine).join(CarePlan).join(CareCase, CareCase.id == CarePlan.case_id)
    return query.where(CarePlan.state == PlanState.AGREED, OPEN)


_SHOWN = (
    joinedload(PlanLine.service),
    joinedload(PlanLine.plan).joinedload(CarePlan.case).joinedload(CareCase.coordinator),
    joinedload(PlanLine.plan).joinedload(CarePlan.case).joinedload(CareCase.household).selectinload(Household.people),
)


def tell_of_service(happened: Happened) -> None:
    """Each coordinator hears once how many lines of their households go on after the service."""
    service = service_by_id(happened.subject_id)
    last_day = happened.last_day or day_of(happened.now)
    by_coordinator: dict[UUID, list[PlanLine]] = defaultdict(list)
    for line in lines_losing_service(PlanLine.service_id == service.id, today=day_of(happened.now)):
        by_coordinator[line.plan.case.coordinator_id].append(line)
    about = About(SERVICE, service.id, last_day.isoformat())
    for lines in by_coordinator.values():
        words = ENDS % {"service": service.name, "day": format_day(last_day), "count": len(lines)}
        news = News(Matter.PROGRAMME, about, words, "/bookings#losing-service")
        tell_staff([lines[0].plan.case.coordinator], news, now=happened.now, audience=Audience.COORDINATOR)


def untruth_of_service(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It ends on the day that was told, and some line still goes on after it."""
    service = db.session.get(Service, message.subject_id)
    last_day = last_day_of(service.withdrawn_on) if service else None
    if last_day is None or last_day.isoformat() != message.says:
        return Unsent.SUPERSEDED
    losing = lines_losing_service(PlanLine.service_id == message.subject_id, today=day_of(now))
    return None if losing else Unsent.ENDED
