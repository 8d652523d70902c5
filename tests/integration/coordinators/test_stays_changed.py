"""What changes of a stay: other nights, another place, a discharge that was written wrongly, and the home meanwhile."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.benefits.ledger.queries.stays import nights_away
from portal.benefits.ledger.rules import OverCap
from portal.consortium.capacity.models import ClosedDay, Slot, SlotDong
from portal.coordinators.gate.broken import broken_among
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.actions import decline_referral, refer_again
from portal.coordinators.referrals.beds import places_of
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import Stay
from portal.coordinators.referrals.states import CancelledBy, DeclineReason, ReferralState
from portal.coordinators.stays.actions import Discharge, answer_home, correct_discharge
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.coordinators.visits.actions import book_visit, cancel_visit
from portal.coordinators.visits.queries import visits_for
from portal.coordinators.visits.states import ConfirmedBy
from portal.core.clock import at, day_of
from portal.core.errors import Conflict, DomainError
from portal.extensions import db
from portal.web.agenda import Desk, agenda_of
from tests.factories.consortium import MANGWON, NOW, make_organisation
from tests.factories.stays import FIRST, PRICE, accept, ask, make_beds, make_stay, make_stay_scene
from tests.factories.visiting import messages
from tests.integration.coordinators.test_stays import ARRIVES, leave, taken
from tests.integration.ledger.scenes import Paid


@pytest.fixture
def paid(session: Session) -> Paid:
    return make_stay_scene()


class TestTransfer:
    def test_is_asked_again_elsewhere_once_it_was_declined(self, paid: Paid) -> None:
        first = make_stay(paid.scene, 10)
        moves_on = FIRST + timedelta(days=4)
        other, third = (
            make_beds(paid.scene, make_organisation(name), first=moves_on, nights=6)[0]
            for name in ("둘째쉼터", "셋째쉼터")
        )
        asked = ask(paid.scene, Stay(6, continues_id=first.referral_id), slot=other)
        answers = replace(paid.scene.worker, organisation_id=asked.organisation_id)
        decline_referral(asked, DeclineReason.NO_CAPACITY, actor=answers, now=NOW)
        again = refer_again(asked, third.id, note="", actor=paid.scene.coordinator, now=NOW)
        assert (again.continues_id, len(places_of(again))) == (first.referral_id, 6)

    def test_in_place_of_one_that_is_booked_the_cap_counts_once(self, session: Session) -> None:
        paid = make_stay_scene(annual_cap=10 * PRICE)
        booked = make_stay(paid.scene, 8)
        other = make_beds(paid.scene, make_organisation("둘째쉼터"), nights=10)[0]
        again = refer_again(booked.referral, other.id, note="", actor=paid.scene.coordinator, now=NOW, stay=Stay(10))
        assert (again.state, paid.amounts()) == (ReferralState.REQUESTED, (0, 0))


class TestLaterNights:
    def test_are_asked_by_the_gate_when_it_is_booked_and_afterwards(self, paid: Paid) -> None:
        referral = ask(paid.scene, Stay(5))
        accept(paid.scene, referral)
        third = FIRST + timedelta(days=3)
        session = db.session
        closed = ClosedDay(organisation_id=referral.organisation_id, day=third, reason="소독")
        session.add(closed)
        session.flush()
        with pytest.raises(Conflict):
            book_visit(referral, actor=paid.scene.coordinator, now=NOW)
        (broken,) = broken_among(Referral.id == referral.id, now=NOW)
        assert broken.hindrance is Hindrance.CLOSED_DAY
        session.delete(closed)
        session.flush()
        assert broken_among(Referral.id == referral.id, now=NOW) == []
        book_visit(referral, actor=paid.scene.coordinator, now=NOW)

    def test_are_beds_for_people_of_the_dong_and_a_list_shows_who_is_there(self, paid: Paid) -> None:
        second = db.session.scalars(select(Slot).where(Slot.starts_at == at(FIRST + timedelta(days=1), time(14)))).one()
        second.dongs = [SlotDong(dong_code="1144056500")]
        db.session.flush()
        with pytest.raises(Conflict, match="빈자리"):
            ask(paid.scene, Stay(3))
        second.dongs = [SlotDong(dong_code=MANGWON)]
        db.session.flush()
        visit = make_stay(paid.scene, 3)
        shown = [
            visits_for(paid.scene.worker, day, day).total
            for day in (FIRST, FIRST + timedelta(days=2), FIRST + timedelta(days=3))
        ]
        assert shown == [1, 1, 0]
        assert visit.is_stay


class TestCorrecting:
    def test_beds_nights_and_money_follow_the_right_day(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 10)
        left_at = leave(paid, visit, 4)

        def correct(nights: int, *, away: frozenset[date] = frozenset(), reason: str = "날을 잘못 적음") -> None:
            right = at(FIRST + timedelta(days=nights), time(10))
            written = Discharge(ARRIVES, right, away, ConfirmedBy.IN_PERSON)
            later = max(left_at, right) + timedelta(hours=1)
            correct_discharge(visit, written, reason, actor=paid.scene.worker, now=later)

        with pytest.raises(DomainError) as refused:
            correct(6, reason="")
        assert refused.value.field == "reason"
        correct(6, away=frozenset({FIRST}))
        assert (taken(paid), paid.amounts()) == ((0, 6), (0, 5 * PRICE))
        assert day_of(visit.ends_at) == FIRST + timedelta(days=5)
        correct(3)
        charge = paid.charge(visit)
        assert (taken(paid), paid.amounts()) == ((0, 3), (0, 3 * PRICE))
        assert (charge.quantity, day_of(charge.ends_at), charge.reason) == (
            3,
            FIRST + timedelta(days=2),
            "날을 잘못 적음",
        )
        full = db.session.scalars(select(Slot).where(Slot.starts_at == at(FIRST + timedelta(days=3), time(14)))).one()
        full.capacity = full.confirmed
        db.session.flush()
        with pytest.raises(Conflict, match="빈자리"):
            correct(4)

    @pytest.mark.parametrize("pays_beyond", [False, True])
    def test_charges_no_night_that_nobody_agreed_to_pay(self, paid: Paid, *, pays_beyond: bool) -> None:
        visit = make_stay(paid.scene, 14, pays_beyond=pays_beyond)
        written = Discharge(ARRIVES, leave(paid, visit, 14) + timedelta(days=1), frozenset(), ConfirmedBy.IN_PERSON)
        correct = partial(correct_discharge, visit, actor=paid.scene.worker, now=written.left_at)
        if not pays_beyond:
            with pytest.raises(Conflict, match="넘습니다"):
                correct(written, "하루 더 머묾")
            return
        correct(written, "하루 더 머묾")
        assert (paid.charge(visit).support, paid.charge(visit).own_share) == (14 * PRICE, PRICE)
        assert [told.recipient for told in messages("visit_longer")] == [visit.referral.case.coordinator.email]

    def test_a_night_in_hospital_that_becomes_due_is_asked_like_an_added_one(self, session: Session) -> None:
        paid = make_stay_scene(annual_cap=5 * PRICE)
        visit = make_stay(paid.scene, 4)
        left_at, second = leave(paid, visit, 4, away=(1,)), FIRST + timedelta(days=1)
        assert nights_away(visit.id) == [second]
        later = db.session.scalars(select(Slot).where(Slot.starts_at == at(FIRST + timedelta(days=9), time(14)))).one()
        other = make_stay(paid.scene, 2, slot=later)

        def correct(until: datetime, *away: date) -> None:
            db.session.expire(visit.referral, ["nights"])
            written = Discharge(ARRIVES, until, frozenset(away), ConfirmedBy.IN_PERSON)
            correct_discharge(visit, written, "잘못 적음", actor=paid.scene.worker, now=until + timedelta(hours=1))

        correct(left_at + timedelta(minutes=30), second)
        correct(left_at + timedelta(days=1), second, FIRST + timedelta(days=4))
        assert (paid.amounts(), len(messages("visit_longer"))) == ((2 * PRICE, 3 * PRICE), 1)
        with pytest.raises(OverCap), db.session.begin_nested():
            correct(left_at + timedelta(days=1), FIRST + timedelta(days=4))
        cancel_visit(other, CancelledBy.COORDINATOR, actor=paid.scene.coordinator, now=NOW)
        correct(left_at + timedelta(days=1), FIRST + timedelta(days=4))
        assert (paid.amounts(), len(messages("visit_longer"))) == ((0, 4 * PRICE), 2)
        assert day_of(visit.ends_at) == FIRST + timedelta(days=4)

    def test_no_night_is_paid_at_two_places_and_the_one_that_is_left_hears(self, paid: Paid) -> None:
        first = make_stay(paid.scene, 10)
        other = make_beds(paid.scene, make_organisation("둘째쉼터"), first=FIRST + timedelta(days=4), nights=6)[0]
        second = make_stay(paid.scene, 6, slot=other, continues_id=first.referral_id)
        (told,) = messages("visit_left")
        assert (told.recipient, "4박" in told.body) == (first.referral.organisation.email, True)
        written = Discharge(ARRIVES, leave(paid, first, 4) + timedelta(days=1), frozenset(), ConfirmedBy.IN_PERSON)
        with pytest.raises(Conflict, match="다른 곳에서 머문 밤"):
            correct_discharge(first, written, "하루 더 머묾", actor=paid.scene.worker, now=written.left_at)
        assert (paid.charge(first).quantity, paid.charge(second).quantity) == (4, 6)


def test_the_home_waits_among_what_is_to_be_done_until_each_task_is_answered(app: Flask, paid: Paid) -> None:
    referral = make_stay(paid.scene, 5).referral
    db.session.commit()

    def waiting() -> list[str]:
        with app.test_request_context():
            found = agenda_of(Desk(paid.scene.coordinator, NOW))
            return [one.item.more for one in found if one.item.key == f"home-{referral.id}"]

    assert [task.words in waiting()[0] for task in HomeTask] == [True, True, True]
    for task in HomeTask:
        answer_home(referral, task, HomeAnswer.FAMILY, actor=paid.scene.coordinator, now=NOW)
    assert waiting() == []
