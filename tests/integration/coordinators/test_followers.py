"""The table of followers: each event is made for real, and each follower is looked at."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user, revoke_role
from portal.accounts.models import RoleGrant
from portal.consortium.capacity.actions import close_day
from portal.consortium.catalogue.actions import end_offer
from portal.consortium.catalogue.models import ServiceOffer
from portal.consortium.members.actions import AgreementDetails, MemberDetails, edit_agreement, edit_member
from portal.consortium.members.tasks import tell_of_ended_terms
from portal.coordinators.caseload.actions import close_case, hold_case, resume_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.followers import acts
from portal.coordinators.followers.table import TABLE
from portal.coordinators.gate.broken import broken_for
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.plans.actions import agree_plan, write_plan
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy
from portal.coordinators.referrals.queries import referrals_to_act_on
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.states import VisitState
from portal.coordinators.visits.tasks import send_reminders
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event
from portal.extensions import db
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_office
from tests.factories.referrals import Scene, counts, make_accepted, make_referral, make_scene, make_visit
from tests.factories.visiting import messages

E, H = Event, Hindrance
SLOT_DAY = TODAY + timedelta(days=1)


def hold(scene: Scene) -> None:
    hold_case(scene.line.plan.case, "입원", actor=scene.coordinator, now=NOW)


def close(scene: Scene) -> None:
    close_case(scene.line.plan.case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)


def move_away(scene: Scene) -> None:
    home = {"address": "서울 마포구 성산로 1", "address_detail": "", "postcode": "", "dong_code": "1144055500"}
    change_facts(scene.person, {Fact.ADDRESS: home}, from_on=TODAY, reason="이사", actor=scene.coordinator, now=NOW)


def renew_plan(scene: Scene) -> None:
    """The new plan lets the visits of the old one be, but its own agreed days do not reach them."""
    case = scene.line.plan.case
    scene.line.until_on = TODAY
    line = LineDraft(
        need="", goal="", service_id=scene.line.service_id, how_often=scene.line.how_often,
        until_on=TODAY + timedelta(days=60),
    )  # fmt: skip
    plan = write_plan(case, [line], aim="", ends_on=line.until_on, actor=scene.coordinator, now=NOW)
    agree_plan(plan, AgreedBy.PHONE, actor=scene.coordinator, now=NOW)


def withdraw(scene: Scene) -> None:
    held = select(Consent).where(Consent.person_id == scene.person.id, Consent.kind == ConsentKind.THIRD_PARTY)
    withdraw_consent(db.session.scalars(held).one(), actor=scene.resident, now=NOW)


def leave(scene: Scene) -> None:
    member = scene.slot.organisation
    names = {name: getattr(member, name) for name in MemberDetails.__dataclass_fields__ if name != "dong_codes"}
    details = MemberDetails(**{**names, "left_on": TODAY}, dong_codes=[area.dong_code for area in member.areas])
    edit_member(member, details, actor=OFFICE, now=NOW)


def end_insurance(scene: Scene) -> None:
    (agreement,) = scene.slot.organisation.agreements
    names = {name: getattr(agreement, name) for name in AgreementDetails.__dataclass_fields__}
    edit_agreement(agreement, AgreementDetails(**{**names, "insurance_ends_on": TODAY}), actor=OFFICE, now=NOW)


def run_out(scene: Scene) -> None:
    """Nobody does anything: a night passes."""
    (agreement,) = scene.slot.organisation.agreements
    agreement.insurance_ends_on = TODAY - timedelta(days=1)
    assert tell_of_ended_terms(NOW) == 1


def stop_service(scene: Scene) -> None:
    end_offer(db.session.scalars(select(ServiceOffer)).one(), TODAY, actor=OFFICE, now=NOW)


def rest_a_day(scene: Scene) -> None:
    close_day(scene.slot.organisation, SLOT_DAY, "총회", actor=scene.worker, now=NOW)


MADE: dict[Event, Callable[[Scene], object]] = {
    E.CLOSED: close,
    E.MOVED: move_away,
    E.PLAN_RENEWED: renew_plan,
    E.CONSENT_WITHDRAWN: withdraw,
    E.MEMBER_CHANGED: leave,
    E.TERM_RAN_OUT: run_out,
    E.DAY_CLOSED: rest_a_day,
    E.OFFER_ENDED: stop_service,
}
BREAKS = {
    E.CLOSED: H.CASE_CLOSED,
    E.MOVED: H.DONG,
    E.PLAN_RENEWED: H.AFTER_LINE,
    E.CONSENT_WITHDRAWN: H.CONSENT,
    E.MEMBER_CHANGED: H.NO_MEMBER,
    E.TERM_RAN_OUT: H.INSURANCE,
    E.DAY_CLOSED: H.CLOSED_DAY,
    E.OFFER_ENDED: H.NOT_OFFERED,
}
ASKING = {acts.ask_bookings_of_household, acts.ask_bookings_of_person, acts.ask_bookings_of_member}
LOOKED_AT_APART = {
    E.HELD: {acts.rest_bookings},
    E.STAFF_LEAVES: {acts.refuse_leaving_households},
    E.DIED: {acts.end_bookings},
    E.CONTACT_CHANGED: {acts.write_to_new_contact},
    E.MEETING_CALLED_OFF: {acts.pass_agenda_on, acts.tell_those_invited},
    E.DECISION_CHANGED: {acts.change_tasks},
    E.DECISION_STRUCK: {acts.end_tasks},
}
"""In this file and in the two beside it."""


def test_every_event_has_followers_and_each_is_looked_at_here() -> None:
    assert TABLE.keys() == set(Event)
    assert MADE.keys() | LOOKED_AT_APART.keys() == set(Event)
    for event, follows in TABLE.items():
        assert set(follows) == LOOKED_AT_APART.get(event) or set(follows) <= ASKING


@pytest.mark.parametrize("event", MADE)
def test_what_is_booked_is_asked_again_and_both_sides_hear(session: Session, event: Event) -> None:
    scene = make_scene()
    referral = make_visit(scene).referral
    db.session.flush()
    MADE[event](scene)
    db.session.flush()
    assert BREAKS[event] in {each.hindrance for each in broken_for(scene.coordinator, now=NOW)}
    told = {mail.recipient for mail in messages("bookings_broken")}
    assert told == {referral.organisation.email, referral.case.coordinator.email}


def test_the_end_of_an_insurance_is_heard_the_same_way(scene: Scene) -> None:
    make_visit(scene)
    end_insurance(scene)
    assert [each.hindrance for each in broken_for(scene.coordinator, now=NOW)] == [H.INSURANCE]


def test_what_has_nothing_to_do_with_it_is_left_alone(scene: Scene) -> None:
    make_visit(make_scene())
    make_visit(scene)
    rest_a_day(scene)
    assert len(messages("bookings_broken")) == 2


class TestHold:
    def test_calls_visits_off_and_holds_what_was_asked(self, scene: Scene) -> None:
        visit = make_visit(scene)
        asked = make_referral(scene, scene.another_slot())
        accepted = make_accepted(scene, scene.another_slot(days=3))
        hold(scene)
        assert (visit.state, visit.referral.state) == (VisitState.CANCELLED_IN_TIME, ReferralState.CANCELLED)
        assert (asked.state, accepted.state) == (ReferralState.ON_HOLD, ReferralState.ON_HOLD)
        assert [counts(each.slot_id) for each in (visit, asked, accepted)] == [(0, 0)] * 3
        assert len(messages("visit_cancelled")) + len(messages("referral_withdrawn")) >= 3
        assert broken_for(scene.coordinator, now=NOW) == []

    def test_that_ends_lets_later_visits_be_and_reminds_nobody_meanwhile(self, scene: Scene) -> None:
        soon, later = make_visit(scene), make_visit(scene, scene.another_slot(days=9))
        until_on = TODAY + timedelta(days=7)
        hold_case(scene.line.plan.case, "입원", until_on=until_on, actor=scene.coordinator, now=NOW)
        assert (soon.state, later.state) == (VisitState.CANCELLED_IN_TIME, VisitState.BOOKED)
        assert broken_for(scene.coordinator, now=NOW) == []
        assert send_reminders(NOW + timedelta(days=6)) == 0

    def test_has_a_day_to_call_on_the_list_of_that_day(self, scene: Scene) -> None:
        case = scene.line.plan.case
        hold_case(case, "입원", actor=scene.coordinator, now=NOW)
        assert case.next_contact_on == TODAY + timedelta(days=7)
        assert case.hold_until_on is None

    def test_is_called_no_later_than_it_ends(self, scene: Scene) -> None:
        case, end = scene.line.plan.case, TODAY + timedelta(days=3)
        with pytest.raises(DomainError) as refused:
            hold_case(case, "입원", until_on=end, call_on=end + timedelta(days=1), actor=scene.coordinator, now=NOW)
        assert refused.value.field == "call_on"
        hold_case(case, "입원", until_on=end, actor=scene.coordinator, now=NOW)
        assert case.next_contact_on == end

    def test_once_over_puts_what_was_held_on_the_list_of_the_coordinator(self, scene: Scene) -> None:
        asked = make_referral(scene)
        hold(scene)
        assert referrals_to_act_on(scene.coordinator, now=NOW) == []
        resume_case(scene.line.plan.case, actor=scene.coordinator, now=NOW)
        assert referrals_to_act_on(scene.coordinator, now=NOW) == [asked]


class TestStaff:
    def test_who_accompanies_households_hands_them_over_before_the_account_closes(self, scene: Scene) -> None:
        user = scene.line.plan.case.coordinator
        with pytest.raises(Conflict, match="가구를 담당하고"):
            disable_user(user, actor=make_office().actor, now=NOW)
        assert user.disabled_at is None

    def test_nor_is_the_role_taken_before(self, scene: Scene) -> None:
        user_id = scene.line.plan.case.coordinator_id
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id)).one()
        with pytest.raises(Conflict):
            revoke_role(grant, actor=make_office().actor, now=NOW)

    def test_whose_households_are_closed_may_go(self, scene: Scene) -> None:
        case = scene.line.plan.case
        close_case(case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        disable_user(case.coordinator, actor=make_office().actor, now=NOW)
        assert case.coordinator.disabled_at == NOW
