"""Every door asks the same gate: whatever stands against a booking is told there, in a sentence with what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.benefits.ledger.rules import OverCap
from portal.consortium.capacity.models import ClosedDay, Slot
from portal.consortium.catalogue.models import ServiceOffer, ServicePrice
from portal.consortium.members.models import Agreement
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.gate.rules import sentence
from portal.coordinators.gate.states import NEW_TIME, Door, Hindrance
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.actions import (
    accept_referral,
    hold_referral,
    refer_again,
    request_referral,
    resume_referral,
)
from portal.coordinators.referrals.rules import NOT_GIVEN
from portal.coordinators.referrals.times import next_slot_for, slots_for
from portal.coordinators.visits.actions import book_visit, move_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import move_choices
from portal.coordinators.visits.wishes import ask_to_move
from portal.core.errors import Conflict, DomainError
from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from tests.factories.consortium import NOW, TODAY, make_organisation, make_service, make_slot
from tests.factories.referrals import Scene, counts, make_accepted, make_referral, make_scene, make_visit
from tests.factories.workers import make_worker
from tests.integration.ledger.scenes import TWO_HOURS, make_paid

D, H = Door, Hindrance
SLOT_DAY = TODAY + timedelta(days=1)
Act = Callable[[], object]
DOORS = [door for door in Door if door not in (Door.STAND, Door.NAME)]


def knock(scene: Scene, door: Door) -> Act:
    """Everything up to a door that leads to the slot of the scene, and the act that goes through it."""
    if door in (D.MOVE, D.WISH):
        visit = make_visit(scene, scene.another_slot())
        if door is D.MOVE:
            return lambda: move_visit(visit, scene.slot.id, actor=scene.coordinator, now=NOW)
        return lambda: ask_to_move(visit, "", slot_id=scene.slot.id, actor=scene.resident, now=NOW)
    if door is D.REFER:
        return lambda: request_referral(scene.line, scene.slot.id, note="", actor=scene.coordinator, now=NOW)
    if door is D.BOOK:
        accepted = make_accepted(scene)
        return lambda: book_visit(accepted, actor=scene.coordinator, now=NOW)
    referral = make_referral(scene)
    if door is D.ACCEPT:
        return lambda: accept_referral(referral, actor=scene.worker, now=NOW)
    hold_referral(referral, note="병원", actor=scene.coordinator, now=NOW)
    return lambda: resume_referral(referral, actor=scene.coordinator, now=NOW)


def changed(model: Any, **values: object) -> None:
    db.session.flush()
    db.session.execute(update(model).values(**values), execution_options={"synchronize_session": False})
    db.session.expire_all()


def close_case(scene: Scene) -> None:
    case = scene.line.plan.case
    case.state, case.closed_at = CaseState.CLOSED, NOW


def hold_case(scene: Scene) -> None:
    case = scene.line.plan.case
    case.state, case.state_before_hold = CaseState.ON_HOLD, CaseState.PLANNED


def take_consent_back(scene: Scene) -> None:
    changed(Consent, withdrawn_at=NOW)


def let_checks_run_out(scene: Scene) -> None:
    """The only one who does the service was checked until the day before."""
    make_worker(scene.slot.organisation_id, scene.line.service, until=TODAY)


def close_day(scene: Scene) -> None:
    db.session.add(ClosedDay(organisation_id=scene.slot.organisation_id, day=SLOT_DAY))


def visit_elsewhere(scene: Scene, *, day: int = 1, starts_at: time = time(11)) -> Visit:
    """The same household is visited by another co-operative for another service for two hours."""
    line = PlanLine(
        position=2, need="식사", goal="끼니", service=make_service(name="식사"), how_often=scene.line.how_often,
        until_on=scene.line.until_on, plan=scene.line.plan,
    )  # fmt: skip
    db.session.add(line)
    db.session.flush()
    other = make_slot(
        line.service, make_organisation(), day=TODAY + timedelta(days=9), starts_at=starts_at, ends_at=time(13)
    )
    visit = make_visit(replace(scene, line=line), other)
    moved = make_slot(
        line.service, make_organisation(), day=TODAY + timedelta(days=day), starts_at=starts_at, ends_at=time(13)
    )
    other.starts_at, other.ends_at = moved.starts_at, moved.ends_at
    visit.starts_at, visit.ends_at = moved.starts_at, moved.ends_at
    db.session.flush()
    return visit


BREAKS: dict[Hindrance, Callable[[Scene], object]] = {
    H.CASE_CLOSED: close_case,
    H.ON_HOLD: hold_case,
    H.NOT_AGREED: lambda scene: setattr(scene.line.plan, "state", PlanState.ENDED),
    H.LINE_OVER: lambda scene: setattr(scene.line, "until_on", TODAY - timedelta(days=1)),
    H.CONSENT: take_consent_back,
    H.DONG: lambda scene: setattr(scene.line.plan.case.household, "dong_code", "1144055500"),
    H.NO_MEMBER: lambda scene: setattr(scene.slot.organisation, "left_on", TODAY),
    H.AGREEMENT: lambda scene: changed(Agreement, ends_on=TODAY),
    H.INSURANCE: lambda scene: changed(Agreement, insurance_ends_on=TODAY),
    H.UNATTENDED: let_checks_run_out,
    H.NOT_NAMED: lambda scene: setattr(scene.slot.organisation, "entered_at", NOW + timedelta(seconds=1)),
    H.NOT_OFFERED: lambda scene: changed(ServiceOffer, valid_to=TODAY),
    H.CLOSED_DAY: close_day,
    H.AFTER_LINE: lambda scene: setattr(scene.line, "until_on", TODAY),
    H.CLASH: visit_elsewhere,
    H.NO_PRICE: lambda scene: changed(ServicePrice, valid_from=date(2027, 1, 1)),
}


def said(hindrance: Hindrance, door: Door) -> str:
    words = sentence(hindrance, door)
    of_coordinator = door not in (D.ACCEPT, D.WISH)
    return NOT_GIVEN[ConsentKind.COLLECTION] if hindrance is H.CONSENT and of_coordinator else words


class TestEveryDoor:
    @pytest.mark.parametrize("door", DOORS)
    @pytest.mark.parametrize("hindrance", BREAKS)
    def test_tells_what_stands_against_it(self, session: Session, hindrance: Hindrance, door: Door) -> None:
        scene = make_scene()
        act, before = knock(scene, door), counts(scene.slot.id)
        BREAKS[hindrance](scene)
        db.session.flush()
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.message == said(hindrance, door)
        assert counts(scene.slot.id) == before

    @pytest.mark.parametrize("door", DOORS)
    def test_lets_pass_what_nothing_stands_against(self, session: Session, door: Door) -> None:
        scene = make_scene()
        act = knock(scene, door)
        visit_elsewhere(scene, starts_at=time(12))
        act()

    @pytest.mark.parametrize("door", [door for door in DOORS if door not in NEW_TIME])
    def test_a_place_that_is_held_needs_no_free_one(self, session: Session, door: Door) -> None:
        scene = make_scene(capacity=1)
        act = knock(scene, door)
        changed(Slot, closed_at=NOW)
        act()

    def test_each_hindrance_has_a_sentence_at_each_door(self) -> None:
        assert all(sentence(hindrance, door) for hindrance in Hindrance for door in Door)


class TestWhatWasReferred:
    @pytest.mark.parametrize("door", [D.ACCEPT, D.BOOK, D.MOVE, D.RESUME])
    def test_stays_so_when_another_plan_takes_the_place_of_its_own(self, session: Session, door: Door) -> None:
        scene = make_scene()
        act = knock(scene, door)
        scene.line.plan.state = PlanState.REPLACED
        act()

    def test_can_be_asked_of_another_cooperative_at_the_same_time(self, scene: Scene) -> None:
        referral = make_referral(scene)
        elsewhere = scene.another_slot(days=1, starts_at=time(10), organisation=make_organisation())
        assert refer_again(referral, elsewhere.id, note="", actor=scene.coordinator, now=NOW).slot is elsewhere


class TestClashes:
    def test_two_cooperatives_are_not_asked_for_overlapping_times(self, scene: Scene) -> None:
        make_referral(scene)
        overlapping = scene.another_slot(days=1, starts_at=time(11), organisation=make_organisation())
        with pytest.raises(Conflict, match="같은 시간에 다른 연계"):
            make_referral(scene, overlapping)

    def test_are_not_proposed(self, scene: Scene) -> None:
        make_visit(scene)
        overlapping = scene.another_slot(days=1, starts_at=time(11), organisation=make_organisation())
        after = scene.another_slot(days=1, starts_at=time(12), organisation=make_organisation())
        assert slots_for(scene.line, now=NOW) == [after]
        assert overlapping.free

    def test_are_not_among_the_times_to_move_to(self, scene: Scene) -> None:
        visit, later = make_visit(scene, scene.another_slot()), scene.another_slot(days=3)
        visit_elsewhere(scene)
        assert move_choices(visit, after=NOW) == [later]

    def test_are_not_the_next_time_for_what_failed(self, scene: Scene) -> None:
        referral = make_referral(scene, scene.another_slot())
        visit_elsewhere(scene)
        later = scene.another_slot(days=3)
        assert next_slot_for(referral, now=NOW) == later


class TestMoney:
    def test_referring_over_the_cap_is_refused_in_the_words_of_the_ledger(self, session: Session) -> None:
        paid = make_paid(annual_cap=TWO_HOURS)
        paid.book()
        with pytest.raises(OverCap, match="한도 초과를 요청"):
            make_referral(paid.scene, paid.scene.another_slot())

    def test_a_visit_may_be_moved_within_a_full_account(self, session: Session) -> None:
        paid = make_paid(annual_cap=TWO_HOURS)
        visit = paid.book()
        move_visit(visit, paid.scene.another_slot().id, actor=paid.scene.coordinator, now=NOW)

    def test_a_service_without_a_price_is_told_before_a_time_is_chosen(self, scene: Scene) -> None:
        assert hindrance_to_refer(scene.line, NOW) is None
        changed(ServicePrice, valid_from=date(2031, 1, 1))
        assert "단가를 올린 뒤" in (hindrance_to_refer(scene.line, NOW) or "")


def test_a_household_that_moved_is_not_referred_to_its_old_quarter(scene: Scene) -> None:
    scene.line.plan.case.household.dong_code = "1144055500"
    with pytest.raises(DomainError, match="동으로 가지 않습니다"):
        make_referral(scene)
    assert slots_for(scene.line, now=NOW) == []
