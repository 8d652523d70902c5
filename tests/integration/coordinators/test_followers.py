"""Who asks the gate again: each event that may break or mend a booking is made for real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import (
    PatternDetails,
    close_day,
    confirm_figures,
    post_pattern,
    reopen_day,
)
from portal.consortium.capacity.models import ClosedDay, SlotDong
from portal.consortium.catalogue.actions import add_offer, add_price, end_offer, end_service
from portal.consortium.catalogue.models import Service, ServiceOffer, ServicePrice
from portal.consortium.members.actions import AgreementDetails, MemberDetails, edit_agreement, edit_member
from portal.consortium.members.tasks import tell_of_ended_terms
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.holding import change_hold, hold_case, resume_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.followers import acts
from portal.coordinators.gate.broken import broken_for
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.gate.tasks import look_at_bookings
from portal.coordinators.plans.actions import agree_plan, write_plan
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy
from portal.core.events import Event
from portal.extensions import db
from portal.residents.consents.actions import agree_again, withdraw_consent
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.residents.resemblances.actions import join_people
from tests.factories.consortium import MANGWON, NOW, OFFICE, SEOGYO, TODAY
from tests.factories.referrals import Scene, make_person, make_referral, make_scene, make_visit
from tests.factories.resemblances import make_pair
from tests.factories.visiting import messages
from tests.integration.coordinators.test_gate import changed
from tests.integration.coordinators.test_gate import hold_case as hold_by_hand

E, H = Event, Hindrance
HORIZON = 14
ELSEWHERE = "1144055500"
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


def end_the_service(scene: Scene) -> None:
    end_service(db.session.get_one(Service, scene.slot.service_id), TODAY, actor=OFFICE, now=NOW)


def rest_a_day(scene: Scene) -> None:
    close_day(scene.slot.organisation, SLOT_DAY, "총회", actor=scene.worker, now=NOW)


def join_with_another_file(scene: Scene) -> None:
    """The file that goes on lives where the co-operative does not go."""
    kept = make_person(scene.person.name, dong_code=ELSEWHERE)
    join_people(make_pair(kept, scene.person), kept, facts=(), reason="통화로 확인", actor=OFFICE, now=NOW)


def resume(scene: Scene) -> None:
    resume_case(scene.line.plan.case, actor=scene.coordinator, now=NOW)


def shorten_hold(scene: Scene) -> None:
    change_hold(scene.line.plan.case, "퇴원", until_on=TODAY, call_on=None, actor=scene.coordinator, now=NOW)


def agree_anew(scene: Scene) -> None:
    agree_again(scene.person, ConsentKind.THIRD_PARTY, actor=scene.resident, now=NOW)


def work_that_day(scene: Scene) -> None:
    member = scene.slot.organisation
    closed = db.session.scalars(select(ClosedDay).where(ClosedDay.organisation_id == member.id)).one()
    reopen_day(closed, member, actor=scene.worker, now=NOW, horizon_days=HORIZON)


def go_elsewhere_by_hand(scene: Scene) -> None:
    service_id, begins, ends = scene.slot.service_id, time(10), time(12)
    details = PatternDetails(service_id, SLOT_DAY.weekday(), begins, ends, 3, TODAY, dong_codes=[MANGWON])
    pattern = post_pattern(scene.slot.organisation, details, actor=scene.worker, now=NOW, horizon_days=HORIZON)
    scene.slot.pattern_id = pattern.id
    scene.slot.dongs = [SlotDong(dong_code=SEOGYO)]


def follow_the_pattern(scene: Scene) -> None:
    confirm_figures(scene.slot.organisation, actor=scene.worker, now=NOW, horizon_days=HORIZON)


def begin_service(scene: Scene) -> None:
    service = db.session.get_one(Service, scene.slot.service_id)
    add_offer(service, scene.slot.organisation, SLOT_DAY, actor=OFFICE, now=NOW)


def lose_price_by_hand(_scene: Scene) -> None:
    changed(ServicePrice, valid_from=TODAY + timedelta(days=300))


def set_price(scene: Scene) -> None:
    service = db.session.get_one(Service, scene.slot.service_id)
    add_price(service, 20_000, TODAY, actor=OFFICE, now=NOW)


MADE: dict[Event, Callable[[Scene], object]] = {
    E.CLOSED: close,
    E.MOVED: move_away,
    E.PLAN_RENEWED: renew_plan,
    E.CONSENT_WITHDRAWN: withdraw,
    E.MEMBER_CHANGED: leave,
    E.TERM_RAN_OUT: run_out,
    E.DAY_CLOSED: rest_a_day,
    E.OFFER_ENDED: stop_service,
    E.SERVICE_ENDED: end_the_service,
    E.JOINED: join_with_another_file,
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
    E.SERVICE_ENDED: H.NOT_OFFERED,
    E.JOINED: H.DONG,
}


@dataclass(frozen=True)
class Mending:
    """How a booking comes onto the list, by an act or by hand, and the act that takes it off again."""

    breaks: Callable[[Scene], object]
    hindrance: Hindrance
    mends: Callable[[Scene], object]


MENDS: dict[Event, Mending] = {
    E.HOLD_CHANGED: Mending(hold_by_hand, H.ON_HOLD, shorten_hold),
    E.RESUMED: Mending(hold_by_hand, H.ON_HOLD, resume),
    E.CONSENT_GIVEN: Mending(withdraw, H.CONSENT, agree_anew),
    E.DAY_REOPENED: Mending(rest_a_day, H.CLOSED_DAY, work_that_day),
    E.TIMES_CHANGED: Mending(go_elsewhere_by_hand, H.DONG, follow_the_pattern),
    E.OFFER_MADE: Mending(stop_service, H.NOT_OFFERED, begin_service),
    E.PRICED: Mending(lose_price_by_hand, H.NO_PRICE, set_price),
}
ASKING = {
    acts.ask_bookings_of_household,
    acts.ask_bookings_of_person,
    acts.ask_bookings_of_member,
    acts.ask_bookings_of_times,
    acts.ask_bookings_of_service,
}
"""Every other follower is looked at by `tests/integration/followers`."""


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


@pytest.mark.parametrize("event", MENDS)
def test_what_passes_again_leaves_the_list_in_the_act_that_mended_it(session: Session, event: Event) -> None:
    scene, mending = make_scene(), MENDS[event]
    if mending.hindrance is H.NO_PRICE:  # what is booked has its price
        make_referral(scene)
    else:
        make_visit(scene)
    mending.breaks(scene)
    look_at_bookings(NOW)
    assert [each.hindrance for each in broken_for(scene.coordinator, now=NOW)] == [mending.hindrance]
    mending.mends(scene)
    assert broken_for(scene.coordinator, now=NOW) == []


def test_the_end_of_an_insurance_is_heard_the_same_way(scene: Scene) -> None:
    make_visit(scene)
    end_insurance(scene)
    assert [each.hindrance for each in broken_for(scene.coordinator, now=NOW)] == [H.INSURANCE]


def test_what_has_nothing_to_do_with_it_is_left_alone(scene: Scene) -> None:
    make_visit(make_scene())
    make_visit(scene)
    rest_a_day(scene)
    assert len(messages("bookings_broken")) == 2
