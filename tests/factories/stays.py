"""A place with beds in each of the coming nights, and somebody who is to stay there."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.coordinators.referrals.actions import accept_referral, request_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import Stay
from portal.coordinators.visits.actions import book_visit
from portal.coordinators.visits.models import Visit
from portal.core.permissions import Role
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY, make_organisation, make_service, make_slot
from tests.factories.ledger import choose, make_paying
from tests.factories.referrals import (
    Scene,
    make_case,
    make_consents,
    make_coordinator,
    make_line,
    make_person,
    make_user,
    make_visit,
)
from tests.integration.ledger.scenes import Paid

PRICE = 70_000
FIRST = TODAY + timedelta(days=1)


def _another_line(scene: Scene, service: Service) -> PlanLine:
    given = {"need": "도움", "goal": "편안한 하루", "how_often": HowOften.ONCE, "until_on": scene.line.until_on}
    line = PlanLine(plan=scene.line.plan, position=2, service=service, **given)
    db.session.add(line)
    db.session.flush()
    return line


def staying(scene: Scene) -> Scene:
    """The same person, who is to stay at the co-operative of the scene."""
    line = _another_line(scene, make_service(unit="1일", amount=PRICE, duration_minutes=1440, name="단기시설"))
    scene = replace(scene, line=line)
    return replace(scene, slot=make_beds(scene, scene.slot.organisation)[0])


def make_cleaning(scene: Scene, *, days: int) -> Visit:
    """A visit booked at the same person's home, so many days from today."""
    line = _another_line(scene, make_service(name="청소"))
    place = make_organisation("청소하는곳")
    slot = make_slot(line.service, place, day=TODAY + timedelta(days=days))
    worker = make_user(Role.COOPERATIVE, "오세라", organisation=place).actor
    return make_visit(replace(scene, line=line, slot=slot, worker=worker))


def make_beds(
    scene: Scene,
    organisation: Organisation,
    *,
    first: date = FIRST,
    nights: int = 25,
    beds: int = 2,
) -> list[Slot]:
    """A slot of each night in which the place has beds."""
    days = [first + timedelta(days=number) for number in range(nights)]
    given: dict[str, Any] = {"starts_at": time(14), "ends_at": time(23, 59), "capacity": beds}
    return [make_slot(scene.line.service, organisation, day=day, **given) for day in days]


def make_stay_scene(*, nights: int = 25, beds: int = 2, **rules: Any) -> Paid:
    """A programme pays 70,000 won a night for at most 14 in a row, up to 5,000,000 won a year."""
    person = make_person()
    make_consents(person)
    coordinator = make_coordinator()
    service = make_service(unit="1일", amount=PRICE, duration_minutes=1440, name="단기시설")
    line = make_line(make_case(person, coordinator), service)
    place = make_organisation("쉼터돌봄")
    worker = make_user(Role.COOPERATIVE, "문다정", organisation=place)
    first = make_slot(service, place, day=FIRST, starts_at=time(14), ends_at=time(23, 59), capacity=beds)
    scene = Scene(line, first, coordinator.actor, worker.actor, coordinator.actor)
    make_beds(scene, place, first=FIRST + timedelta(days=1), nights=nights - 1, beds=beds)
    given: dict[str, Any] = {"short_stay_services": (service.code,), "short_stay_max_days": 14, "annual_cap": 5_000_000}
    paid = Paid(scene, make_paying(service, **(given | rules)))
    choose(line, paid.programme)
    return paid


def ask(scene: Scene, stay: Stay, *, slot: Slot | None = None, now: datetime = NOW) -> Referral:
    return request_referral(scene.line, (slot or scene.slot).id, note="", actor=scene.coordinator, now=now, stay=stay)


def accept(scene: Scene, referral: Referral, *, now: datetime = NOW) -> None:
    """By somebody of the place that was asked."""
    answers = replace(scene.worker, organisation_id=referral.organisation_id)
    accept_referral(referral, actor=answers, now=now)


def make_stay(scene: Scene, nights: int = 5, *, slot: Slot | None = None, now: datetime = NOW, **values: Any) -> Visit:
    """Asked, accepted and booked."""
    referral = ask(scene, Stay(nights, **values), slot=slot, now=now)
    accept(scene, referral, now=now)
    return book_visit(referral, actor=scene.coordinator, now=now)
