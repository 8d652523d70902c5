"""Whatever the order of a household's life: one open case a person, no booking that broke unseen, no stale message."""

import os
from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from portal.consortium.capacity.actions import close_day
from portal.consortium.capacity.models import Slot
from portal.consortium.members.actions import MemberDetails, edit_member
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.actions import pair_household
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.gate.broken import STANDS, broken_among
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.plans.actions import agree_plan, assess, write_plan
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import AgreedBy, Area, NeedLevel, PlanState
from portal.coordinators.referrals.actions import (
    accept_referral,
    decline_referral,
    hold_referral,
    request_referral,
    resume_referral,
    withdraw_referral,
)
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import TAKING_STATES, CancelledBy, DeclineReason, ReferralState
from portal.coordinators.referrals.tasks import go_on_asking, watch_answers
from portal.coordinators.visits.actions import book_visit, cancel_visit, move_visit
from portal.coordinators.visits.tasks import send_reminders
from portal.core.actors import ANONYMOUS
from portal.core.clock import day_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel
from portal.notifications.tasks import drain
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.consents.actions import agree_again, withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.residents.resemblances.actions import join_people, keep_apart, undo_join
from portal.residents.resemblances.states import ResemblanceState
from tests.factories.consortium import MANGWON, OFFICE, SEOGYO
from tests.factories.coordinators import line_draft
from tests.factories.residents import make_application
from tests.integration.coordinators.coming import ComingLife
from tests.integration.coordinators.judging import is_to_the_person_of_now, is_true, what_broke
from tests.integration.coordinators.living import ELSEWHERE, LATER_DAY, MOST_FILES, PICK, Postbox

LIVES, EVENTS = int(os.environ.get("LIVES", "4")), int(os.environ.get("EVENTS", "25"))
"""`make lives` lives more of them."""


class AnyLife(ComingLife):
    """Everything that may happen."""

    @initialize()
    def is_accompanied(self) -> None:
        self.begin()
        self.apply()
        self.pair(0)
        self.plan(20)
        assert self.case(0), "whoever resembles somebody of another life is accompanied by nobody"

    @rule()
    def apply(self) -> None:
        person = next(iter(self.people()), None)
        actor = person.user.actor if person and person.user else ANONYMOUS
        self.does(lambda: make_application(self.service, actor=actor, now=self.now, **self.facts))

    @rule()
    def apply_as_a_stranger(self) -> None:
        """Signed out, with the same name and number: a second file, which looks like the first one."""
        if len(self.people()) < MOST_FILES:
            self.does(lambda: make_application(self.service, now=self.now, **self.facts))

    @rule(pick=PICK, how=st.sampled_from(["join", "other way", "apart", "undo"]))
    def judge(self, pick: int, how: str) -> None:
        """The office says whether two files are about one person, or takes it back."""
        found = self.pairs(ResemblanceState.JOINED if how == "undo" else ResemblanceState.WAITING)
        if not found:
            return
        pair = found[pick % len(found)]
        why, actor, now = "전화로 여쭘", self.office, self.now
        if how == "undo":
            self.does(lambda: undo_join(pair, why, actor=actor, now=now))
        elif how == "apart":
            self.does(lambda: keep_apart(pair, why, actor=actor, now=now))
        else:
            kept = pair.other if how == "join" else pair.person
            self.does(lambda: join_people(pair, kept, facts=(), reason=why, actor=actor, now=now))

    @rule(pick=PICK)
    def pair(self, pick: int) -> None:
        waiting = (Application.household_id.in_(self.households()), Application.state == ApplicationState.RECEIVED)
        application = self.any_of(Application, pick, *waiting)
        coordinator = self.coordinators[pick % 2]
        if application:
            self.does(
                lambda: pair_household(application, coordinator, actor=self.office, now=self.now, reason="가까움")
            )

    @rule(pick=PICK)
    def plan(self, pick: int) -> None:
        case = self.case(pick)
        if case is None:
            return
        actor, levels = self.coordinator_of(case), dict.fromkeys(Area, NeedLevel.SOME)
        draft = line_draft(self.service, until_on=day_of(self.now) + timedelta(days=6 + pick))
        ends_on = day_of(self.now) + timedelta(days=90)
        if case.state is CaseState.PAIRED:
            self.does(lambda: assess(case, levels, "아픔", is_home_visit=True, actor=actor, now=self.now))
        self.does(lambda: write_plan(case, (draft,), aim="집안일", ends_on=ends_on, actor=actor, now=self.now))
        plan = self.any_of(CarePlan, 0, CarePlan.case_id == case.id, CarePlan.state == PlanState.DRAFT)
        if plan:
            self.does(lambda: agree_plan(plan, AgreedBy.IN_PERSON, actor=actor, now=self.now))

    @rule(pick=PICK, time=PICK, goes_on=st.booleans())
    def refer(self, pick: int, time: int, *, goes_on: bool) -> None:
        """Ask for a time; more often than chance would have it, all the way to the booking."""
        conditions = (CareCase.household_id.in_(self.households()), CarePlan.state == PlanState.AGREED)
        query = select(PlanLine).join(CarePlan).join(CareCase).where(*conditions).order_by(PlanLine.id)
        lines = db.session.scalars(query).all()
        if lines:
            line, slot = lines[pick % len(lines)], self.slot(time)
            actor = self.coordinator_of(line.plan.case)
            self.does(lambda: request_referral(line, slot.id, note="", actor=actor, now=self.now))
        if lines and goes_on:
            self.accept(pick)
            self.book(pick)

    @rule(pick=PICK)
    def accept(self, pick: int) -> None:
        found = self.referral(pick, ReferralState.REQUESTED)
        if found:
            worker = self.workers[found.organisation_id]
            self.does(lambda: accept_referral(found, actor=worker, now=self.now))

    @rule(pick=PICK)
    def decline(self, pick: int) -> None:
        found = self.referral(pick, ReferralState.REQUESTED)
        if found:
            worker, why = self.workers[found.organisation_id], DeclineReason.NO_CAPACITY
            self.does(lambda: decline_referral(found, why, actor=worker, now=self.now))

    @rule(pick=PICK)
    def book(self, pick: int) -> None:
        found = self.referral(pick, ReferralState.ACCEPTED)
        if found:
            self.does(lambda: book_visit(found, actor=self.coordinator_of(found.case), now=self.now))

    @rule(pick=PICK, time=PICK)
    def move(self, pick: int, time: int) -> None:
        found = self.visit(pick)
        if found:
            actor, slot = self.coordinator_of(found.referral.case), self.slot(time)
            self.does(lambda: move_visit(found, slot.id, actor=actor, now=self.now))

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        found = self.visit(pick)
        if found:
            actor = self.coordinator_of(found.referral.case)
            self.does(lambda: cancel_visit(found, CancelledBy.COORDINATOR, actor=actor, now=self.now))

    @rule(pick=PICK)
    def lay_aside(self, pick: int) -> None:
        found = self.referral(pick, ReferralState.REQUESTED, ReferralState.ACCEPTED)
        if found:
            actor = self.coordinator_of(found.case)
            self.does(lambda: hold_referral(found, note="여행", actor=actor, now=self.now))

    @rule(pick=PICK)
    def take_up(self, pick: int) -> None:
        found = self.referral(pick, ReferralState.ON_HOLD)
        if found:
            self.does(lambda: resume_referral(found, actor=self.coordinator_of(found.case), now=self.now))

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        found = self.referral(pick, ReferralState.REQUESTED, ReferralState.ON_HOLD, ReferralState.DECLINED)
        if found:
            self.does(lambda: withdraw_referral(found, actor=self.coordinator_of(found.case), now=self.now))

    @rule(pick=PICK)
    def go_to_hospital(self, pick: int) -> None:
        case = self.case(pick)
        if case:
            self.does(lambda: hold_case(case, "입원", actor=self.coordinator_of(case), now=self.now))

    @rule(pick=PICK)
    def come_back(self, pick: int) -> None:
        case = self.case(pick)
        if case:
            self.does(lambda: resume_case(case, actor=self.coordinator_of(case), now=self.now))

    @rule(pick=PICK, reason=st.sampled_from(list(ClosureReason)))
    def close(self, pick: int, reason: ClosureReason) -> None:
        """Death among the reasons, and moving away."""
        case = self.case(pick)
        if case:
            actor = self.coordinator_of(case)
            self.does(lambda: close_household_case(case, reason, "마침", actor=actor, now=self.now))

    @rule(pick=PICK)
    def move_house(self, pick: int) -> None:
        people = self.people()
        if people:
            person, dong = people[pick % len(people)], (MANGWON, SEOGYO, ELSEWHERE)[pick % 3]
            told = {"address": f"새길 {self.number}-{pick}", "address_detail": "", "postcode": "", "dong_code": dong}
            from_on, facts = day_of(self.now), {Fact.ADDRESS: told}
            self.does(
                lambda: change_facts(person, facts, from_on=from_on, reason="이사", actor=self.office, now=self.now)
            )

    @rule(pick=PICK)
    def take_consent_back(self, pick: int) -> None:
        held = [consent for person in self.people() for consent in consents_of(person.id) if consent.given]
        if held:
            consent = held[pick % len(held)]
            self.does(lambda: withdraw_consent(consent, actor=self.office, now=self.now))

    @rule(kind=st.sampled_from(list(ConsentKind)))
    def agree(self, kind: ConsentKind) -> None:
        person = next(iter(self.people()), None)
        if person:
            self.does(lambda: agree_again(person, kind, actor=self.office, now=self.now))

    @rule(pick=PICK, days=LATER_DAY)
    def rest(self, pick: int, days: int) -> None:
        """A co-operative closes a day."""
        member = db.session.get_one(Organisation, self.members[pick % 2])
        day = day_of(self.now) + timedelta(days=days)
        worker = self.workers[member.id]
        self.does(lambda: close_day(member, day, "휴무", actor=worker, now=self.now))

    @rule(pick=PICK, days=LATER_DAY)
    def leave(self, pick: int, days: int) -> None:
        """A co-operative's last day is set."""
        member = db.session.get_one(Organisation, self.members[pick % 2])
        known = {name: getattr(member, name) for name in MemberDetails.__dataclass_fields__ if name != "dong_codes"}
        known["left_on"] = day_of(self.now) + timedelta(days=days)
        details = MemberDetails(**known, dong_codes=[area.dong_code for area in member.areas])
        self.does(lambda: edit_member(member, details, actor=OFFICE, now=self.now))

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        """Time goes by; the worker reminds, and sends what is due."""
        self.now += timedelta(hours=hours)
        for look in (send_reminders, go_on_asking, watch_answers):
            look(self.now)
        db.session.commit()
        box = Postbox()
        drain({Channel.TEXT: box, Channel.MAIL: box}, lambda: self.now)
        for message_id in box.carried:
            message = db.session.get_one(OutboxMessage, message_id)
            assert is_true(message, self.now), message.kind
            assert is_to_the_person_of_now(message)

    @invariant()
    def a_person_has_one_open_case(self) -> None:
        """Two files may each have one only after the office has said that they are two people."""
        opened = (CareCase.household_id.in_(self.households()), CareCase.closed_at.is_(None))
        cases = db.session.scalar(select(func.count(CareCase.id)).where(*opened)) or 0
        assert cases <= 1 or self.pairs(ResemblanceState.APART)

    @invariant()
    def what_broke_stands_on_the_list_and_nothing_else(self) -> None:
        """The list that acts keep is what the gate says, whoever asks it anew; the job never ran."""
        ours = Referral.household_id.in_(self.households())
        kept = select(Referral.id).join(BookingBreak, BookingBreak.referral_id == Referral.id).join(Referral.slot)
        listed = set(db.session.scalars(kept.where(ours, STANDS, Slot.starts_at > self.now)))
        assert listed == {broken.referral.id for broken in broken_among(ours, now=self.now)}
        taking = (Referral.household_id.in_(self.households()), Referral.state.in_(TAKING_STATES))
        for referral in db.session.scalars(select(Referral).where(*taking)):
            if referral.slot.starts_at > self.now and referral.id not in listed:
                assert what_broke(referral) == [], referral.state


def test_whatever_happens_in_a_life(app: Flask) -> None:
    machine = type("LifeHere", (AnyLife,), {"app": app})
    limits = settings(
        max_examples=LIVES,
        stateful_step_count=EVENTS,
        deadline=None,
        phases=[Phase.generate],  # to make a failing life shorter takes minutes; its steps are told as they are
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    run_state_machine_as_test(machine, settings=limits)
