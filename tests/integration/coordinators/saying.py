"""What people ask, write and change in a life beside what is booked: requests, numbers, helpers, leave, cascades."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.cascade import allow_cascade
from portal.coordinators.requests.actions import answer_request, ask, withdraw_request
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.states import RequestKind
from portal.core.clock import day_of
from portal.extensions import db
from portal.leave.actions import enter_leave
from portal.leave.rules import Days, Wanted
from portal.leave.states import LeaveKind
from portal.residents.applications.actions import withdraw_application
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.helpers.actions import HelperDetails, end_help, let_help
from portal.residents.helpers.models import Helping
from portal.residents.helpers.states import HelperMay
from portal.residents.households.actions import change_facts
from portal.residents.households.models import Person
from portal.residents.households.states import Fact
from tests.factories.residents import next_phone
from tests.integration.coordinators.living import LATER_DAY, PICK, Life


class SayingLife(Life):
    """Everything that is said and not booked."""

    def person(self, pick: int) -> Person | None:
        people = self.people()
        return people[pick % len(people)] if people else None

    def request(self, pick: int) -> CareRequest | None:
        ours = CareRequest.household_id.in_(self.households())
        return self.any_of(CareRequest, pick, ours, CareRequest.ended_at.is_(None))

    @rule(pick=PICK, kind=st.sampled_from([kind for kind in RequestKind if kind is not RequestKind.APPLIED_AGAIN]))
    def ask(self, pick: int, kind: RequestKind) -> None:
        person = self.person(pick)
        if person and person.user:
            actor = person.user.actor
            self.does(lambda: ask(person, kind, "장을 봐 주세요", actor=actor, now=self.now))

    @rule(pick=PICK)
    def answer(self, pick: int) -> None:
        request = self.request(pick)
        if request:
            self.does(lambda: answer_request(request, "금요일에 갑니다.", actor=self.office, now=self.now))

    @rule(pick=PICK)
    def take_request_back(self, pick: int) -> None:
        request = self.request(pick)
        if request and request.person.user:
            actor = request.person.user.actor
            self.does(lambda: withdraw_request(request, actor=actor, now=self.now))

    @rule(pick=PICK)
    def withdraw_application(self, pick: int) -> None:
        waits = (Application.household_id.in_(self.households()), Application.state == ApplicationState.RECEIVED)
        application = self.any_of(Application, pick, *waits)
        if application:
            self.does(lambda: withdraw_application(application, actor=self.office, now=self.now))

    @rule(pick=PICK, has_mobile=st.booleans())
    def change_number(self, pick: int, *, has_mobile: bool) -> None:
        person = self.person(pick)
        if person:
            told = {Fact.PHONE: {"phone": next_phone() if has_mobile else "+82233334444"}}
            today = day_of(self.now)
            self.does(lambda: change_facts(person, told, from_on=today, reason="전화", actor=self.office, now=self.now))

    @rule(pick=PICK, may=st.sampled_from(list(HelperMay)))
    def let_help(self, pick: int, may: HelperMay) -> None:
        person = self.person(pick)
        if person:
            details = HelperDetails(name="홍아들", relation="아들", phone=next_phone(), may=may, note="함께 여쭘")
            self.does(lambda: let_help(person, details, actor=self.office, now=self.now))

    @rule(pick=PICK)
    def end_help(self, pick: int) -> None:
        ours = Helping.household_id.in_(self.households())
        helping = self.any_of(Helping, pick, ours, Helping.ended_at.is_(None))
        if helping:
            self.does(lambda: end_help(helping, actor=self.office, now=self.now))

    @rule(pick=PICK)
    def go_on_asking(self, pick: int) -> None:
        """The coordinator allows that the next co-operative is asked by itself."""
        agreed = (CareCase.household_id.in_(self.households()), CarePlan.state == PlanState.AGREED)
        lines = db.session.scalars(select(PlanLine).join(CarePlan).join(CareCase).where(*agreed).order_by(PlanLine.id))
        for line in list(lines)[pick % 3 : pick % 3 + 1]:
            actor = self.coordinator_of(line.plan.case)
            self.does(lambda line=line, actor=actor: allow_cascade(line, actor=actor, now=self.now))  # type: ignore[misc]

    @rule(pick=PICK, days=LATER_DAY)
    def go_on_leave(self, pick: int, days: int) -> None:
        """A coordinator is away for some days; the other stands in."""
        away, deputy = self.coordinators[pick % 2], self.coordinators[(pick + 1) % 2]
        first = day_of(self.now) + timedelta(days=days)
        wanted = Wanted(Days(first, first + timedelta(days=2)), LeaveKind.HOLIDAY, deputy)
        self.does(lambda: enter_leave(away, wanted, actor=self.office, now=self.now))
