"""A household with consents, case and agreed plan, its referrals and visits; what the tests of both build on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from portal.accounts.models import RoleGrant, User
from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase, CoordinatorProfile, Pairing
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import AgreedBy, HowOften, PlanState
from portal.coordinators.referrals.actions import accept_referral, request_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ENDED_STATES, ReferralState
from portal.coordinators.visits.actions import book_visit
from portal.coordinators.visits.models import Visit
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState, ForWhom, Intake, Urgency
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.consents.texts import shipped_text
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Sex
from tests.factories.consortium import MANGWON, NOW, TODAY, make_organisation, make_service, make_slot

_numbers = count(700_001)  # far from the series that the portal itself counts
COORDINATOR_PHONE = "+821055550000"


def make_user(role: Role, name: str, *, organisation: Organisation | None = None, **values: Any) -> User:
    """Someone who may sign in with `role`."""
    number = next(_numbers)
    given = {"name": name, "email": f"user-{number}@example.kr", "created_at": NOW}
    user = User(**(given | values))
    user.grants = [RoleGrant(role=role, granted_at=NOW, organisation_id=organisation.id if organisation else None)]
    db.session.add(user)
    db.session.flush()
    return user


def make_coordinator(name: str = "한지원") -> User:
    user = make_user(Role.COORDINATOR, name)
    db.session.add(
        CoordinatorProfile(
            user_id=user.id,
            case_limit=20,
            dong_codes=[MANGWON],
            languages=["ko"],
            sex=Sex.FEMALE,
            phone=COORDINATOR_PHONE,
        )
    )
    db.session.flush()
    return user


def make_person(name: str = "홍길동", *, with_account: bool = True, dong_code: str = MANGWON, **values: Any) -> Person:
    """The resident of a household of one, with a user to sign in as."""
    number = next(_numbers)
    phone = values.pop("phone", f"+8210{number:08d}")
    user = make_user(Role.RESIDENT, name, email=None, phone=phone) if with_account else None
    household = Household(
        number=f"2026-{number:06d}",
        address="서울 마포구 월드컵로 77",
        address_detail="302호",
        dong_code=dong_code,
        lives_alone=True,
        pets="고양이 한 마리",
        entry_note="공동 현관 1234",
        created_at=NOW,
    )
    given = {
        "household": household,
        "user_id": user.id if user else None,
        "name": name,
        "birth_on": date(1948, 3, 2),
        "sex": Sex.FEMALE,
        "phone": phone,
        "created_at": NOW,
    }
    person = Person(**(given | values))
    db.session.add(person)
    db.session.flush()
    return person


def make_consents(
    person: Person, *, missing: tuple[ConsentKind, ...] = (), waiting: tuple[ConsentKind, ...] = ()
) -> None:
    """All four consents by the person; `missing` ones refused, `waiting` ones given by a helper."""
    for kind in ConsentKind:
        db.session.add(
            Consent(
                person_id=person.id,
                kind=kind,
                edition=shipped_text(kind).edition,
                given=kind not in missing,
                given_by=GivenBy.HELPER if kind in waiting else GivenBy.SELF,
                given_at=NOW,
                confirmed_at=None if kind in waiting else NOW,
            )
        )
    db.session.flush()


def make_case(
    person: Person | None = None,
    coordinator: User | None = None,
    *,
    state: CaseState = CaseState.PLANNED,
    urgency: Urgency = Urgency.NORMAL,
    **values: Any,
) -> CareCase:
    """An open case of a person who has given every consent."""
    if person is None:
        person = make_person()
        make_consents(person)
    coordinator = coordinator or make_coordinator()
    number = next(_numbers)
    application = Application(
        number=f"2026-{number:06d}",
        household=person.household,
        person=person,
        state=ApplicationState.PAIRED,
        decided_at=NOW,
        intake=Intake.ONLINE,
        for_whom=ForWhom.SELF,
        urgency=urgency,
        day_times=["weekday_morning"],
        received_at=NOW,
        entered_at=NOW,
        first_contact_due_at=NOW,
    )
    given = {
        "opened_at": NOW,
        "first_visit_due_at": NOW + timedelta(hours=72),
        "closed_at": NOW if state is CaseState.CLOSED else None,
        "state_before_hold": CaseState.PLANNED if state is CaseState.ON_HOLD else None,
    }
    case = CareCase(
        number=f"2026-{number:06d}",
        household=person.household,
        person=person,
        application=application,
        coordinator=coordinator,
        state=state,
        **(given | values),
    )
    db.session.add(case)
    db.session.flush()
    db.session.add(
        Pairing(
            household_id=person.household_id,
            coordinator_id=coordinator.id,
            case_id=case.id,
            was_suggested=True,
            started_at=NOW,
        )
    )
    db.session.flush()
    return case


def make_line(
    case: CareCase | None = None,
    service: Service | None = None,
    *,
    plan_state: PlanState = PlanState.AGREED,
    until_on: date = TODAY + timedelta(days=90),
    number: int = 1,
) -> PlanLine:
    """A line of the case's plan."""
    case = case or make_case()
    plan = CarePlan(
        case=case,
        number=number,
        state=plan_state,
        ends_on=until_on,
        written_at=NOW,
        written_by_id=case.coordinator_id,
        agreed_at=None if plan_state is PlanState.DRAFT else NOW,
        agreed_by=AgreedBy.PHONE if plan_state is PlanState.AGREED else None,
    )
    line = PlanLine(
        position=1,
        need="집안일이 밀려 있습니다",
        goal="부엌과 방을 쓸 수 있게 합니다",
        service=service or make_service(name="청소"),
        how_often=HowOften.FORTNIGHTLY,
        until_on=until_on,
    )
    plan.lines = [line]
    db.session.add(plan)
    db.session.flush()
    return line


@dataclass(frozen=True)
class Scene:
    """A line, a slot for it, and the people who act."""

    line: PlanLine
    slot: Slot
    coordinator: Actor
    worker: Actor
    resident: Actor

    @property
    def person(self) -> Person:
        return self.line.plan.case.household.person

    def another_slot(self, *, days: int = 2, starts_at: time = time(14), **values: Any) -> Slot:
        """Another time of the same service, of the same co-operative unless another is named."""
        organisation = values.pop("organisation", self.slot.organisation)
        ends_at = time(starts_at.hour + 2)
        day = TODAY + timedelta(days=days)
        return make_slot(self.line.service, organisation, day=day, starts_at=starts_at, ends_at=ends_at, **values)


def make_scene(*, urgency: Urgency = Urgency.NORMAL, capacity: int = 2, **slot_values: Any) -> Scene:
    """Everything that a referral needs; the slot is tomorrow at ten."""
    person = make_person()
    make_consents(person)
    coordinator = make_coordinator()
    line = make_line(make_case(person, coordinator, urgency=urgency))
    organisation = make_organisation("울림두레돌봄사회적협동조합")
    slot = make_slot(line.service, organisation, capacity=capacity, **slot_values)
    worker = make_user(Role.COOPERATIVE, "오세라", organisation=organisation)
    resident = db.session.get_one(User, person.user_id)
    return Scene(line, slot, coordinator.actor, worker.actor, resident.actor)


def make_referral(scene: Scene, slot: Slot | None = None, *, note: str = "", now: datetime = NOW) -> Referral:
    """Asked and not answered."""
    return request_referral(scene.line, (slot or scene.slot).id, note=note, actor=scene.coordinator, now=now)


def put_in(referral: Referral, state: ReferralState) -> None:
    """Let a referral stand in `state`, however it came there."""
    referral.state = state
    referral.ended_at = NOW if state in ENDED_STATES else None
    db.session.flush()


def make_accepted(scene: Scene, slot: Slot | None = None, *, now: datetime = NOW) -> Referral:
    referral = make_referral(scene, slot, now=now)
    accept_referral(referral, actor=scene.worker, now=now)
    return referral


def make_visit(scene: Scene, slot: Slot | None = None, *, now: datetime = NOW) -> Visit:
    """Asked, accepted and booked."""
    return book_visit(make_accepted(scene, slot, now=now), actor=scene.coordinator, now=now)


def counts(slot_id: UUID) -> tuple[int, int]:
    """(held, confirmed) of a slot as the database has them."""
    db.session.flush()
    slot = db.session.get_one(Slot, slot_id, populate_existing=True)
    return slot.held, slot.confirmed
