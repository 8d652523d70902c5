"""One person, two co-operatives, and how a test finds what belongs to them."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.consortium.capacity.models import Slot
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.db.base import Base
from portal.db.constraints import refusal_of
from portal.extensions import db
from portal.notifications.carriers import Outgoing
from portal.residents.households.models import Person
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.states import ResemblanceState
from tests.factories.consortium import MANGWON, NOW, SEOGYO, TODAY, make_organisation, make_service, make_slot
from tests.factories.coordinators import make_coordinator, make_office
from tests.factories.referrals import make_user
from tests.factories.residents import next_phone

ELSEWHERE = "1144055500"
MOST_FILES, OFFERED = 3, 24
PICK = st.integers(0, 50)
LATER_DAY = st.integers(1, 12)
T = TypeVar("T")
R = TypeVar("R", bound=Base)
_lives = count(1)


class Postbox:
    """A carrier that keeps what it carries."""

    def __init__(self) -> None:
        self.carried: list[UUID] = []

    def carry(self, message: Outgoing) -> None:
        self.carried.append(message.id)


class Life(RuleBasedStateMachine):
    """One person, two co-operatives that offer overlapping times, and everything that may happen to them."""

    app: Flask

    def begin(self) -> None:
        self.context = self.app.app_context()
        self.context.push()
        self.now, self.number = NOW, next(_lives)
        self.name, self.phone = f"홍{self.number}길동", next_phone()
        self.facts: dict[str, Any] = {
            "name": self.name,
            "phone": self.phone,
            "address": f"월드컵로 {self.number}",
            "birth_on": date(1950, 1, 1) + timedelta(days=self.number),
        }
        self.service = make_service(name="청소")
        self.members = [make_organisation().id, make_organisation().id]
        self.workers = {
            member: make_user(Role.COOPERATIVE, "오세라", organisation=db.session.get_one(Organisation, member)).actor
            for member in self.members
        }
        for day in range(1, OFFERED // 2 + 1):
            for member, hour in zip(self.members, (10, 11), strict=True):
                self.offer(member, day, hour)
        self.office = make_office().actor
        self.coordinators = [make_coordinator(name).id for name in ("한지원", "김도움")]
        db.session.commit()

    def offer(self, member: UUID, day: int, hour: int) -> None:
        make_slot(
            self.service,
            db.session.get_one(Organisation, member),
            day=TODAY + timedelta(days=day),
            starts_at=time(hour),
            ends_at=time(hour + 2),
            capacity=1,
            dongs=(MANGWON, SEOGYO),
        )

    def does(self, act: Callable[[], object]) -> None:
        """Do it, or hear in a sentence why not; what is refused leaves nothing behind."""
        try:
            act()
            db.session.commit()
        except DomainError:
            db.session.rollback()
        except IntegrityError as broken:
            db.session.rollback()
            refusal_of(broken)  # raises what no sentence is written for

    def any_of(self, model: type[R], pick: int, *conditions: object) -> R | None:
        """One of the rows of this life that meet the conditions."""
        rows = db.session.scalars(select(model).where(*conditions).order_by(model.id)).all()  # type: ignore[arg-type, attr-defined]
        return rows[pick % len(rows)] if rows else None

    def people(self) -> list[Person]:
        return list(db.session.scalars(select(Person).where(Person.name == self.name).order_by(Person.id)))

    def households(self) -> list[UUID]:
        return [person.household_id for person in self.people()]

    def case(self, pick: int) -> CareCase | None:
        return self.any_of(CareCase, pick, CareCase.household_id.in_(self.households()), CareCase.closed_at.is_(None))

    def referral(self, pick: int, *states: ReferralState) -> Referral | None:
        conditions = (Referral.household_id.in_(self.households()), Referral.state.in_(states))
        return self.any_of(Referral, pick, *conditions)

    def visit(self, pick: int) -> Visit | None:
        conditions = (Visit.household_id.in_(self.households()), Visit.state == VisitState.BOOKED)
        return self.any_of(Visit, pick, *conditions)

    def slot(self, pick: int) -> Slot:
        slots = select(Slot).where(Slot.service_id == self.service.id).order_by(Slot.starts_at)
        return db.session.scalars(slots).all()[pick % OFFERED]

    @staticmethod
    def coordinator_of(case: CareCase) -> Actor:
        return case.coordinator.actor

    def pairs(self, state: ResemblanceState) -> list[Resemblance]:
        ids = [person.id for person in self.people()]
        query = select(Resemblance).where(Resemblance.person_id.in_(ids), Resemblance.state == state)
        return list(db.session.scalars(query.order_by(Resemblance.id)))

    def teardown(self) -> None:
        if hasattr(self, "context"):
            db.session.rollback()
            self.context.pop()
