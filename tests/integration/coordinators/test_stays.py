"""A stay is one referral: a bed of every night, one charge, admission and discharge, and the home meanwhile."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.benefits.settlement.claims import claims_for
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import booking_names
from portal.consortium.catalogue.models import ServicePrice
from portal.consortium.catalogue.states import PriceSource
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import (
    decline_referral,
    hold_referral,
    request_referral,
    resume_referral,
)
from portal.coordinators.referrals.beds import places_of
from portal.coordinators.referrals.rules import Stay
from portal.coordinators.referrals.states import CancelledBy, DeclineReason, ReferralState
from portal.coordinators.stays.actions import Discharge, admit, discharge
from portal.coordinators.stays.models import HomeCare
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.coordinators.visits.actions import book_visit, cancel_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import visits_to_record
from portal.coordinators.visits.states import ConfirmedBy, VisitState
from portal.core.actors import Actor
from portal.core.clock import at, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import make_user
from tests.factories.stays import FIRST, PRICE, accept, ask, make_beds, make_cleaning, make_stay, make_stay_scene
from tests.integration.coordinators.test_referrals_parallel import at_once, lines_like
from tests.integration.ledger.scenes import Paid
from tests.pages import words_of

ARRIVES = at(FIRST, time(15))


@pytest.fixture
def paid(session: Session) -> Paid:
    return make_stay_scene()


def taken(paid: Paid) -> tuple[int, int]:
    """(held, confirmed) beds over all nights."""
    of_service = Slot.service_id == paid.scene.line.service_id
    held, confirmed = db.session.execute(select(func.sum(Slot.held), func.sum(Slot.confirmed)).where(of_service)).one()
    return int(held), int(confirmed)


def leave(paid: Paid, visit: Visit, nights: int, *, away: tuple[int, ...] = ()) -> datetime:
    """Discharged in the morning after so many nights; `away` are nights in hospital, the first one is 0."""
    left_at = at(FIRST + timedelta(days=nights), time(10))
    nights_away = frozenset(FIRST + timedelta(days=number) for number in away)
    written = Discharge(ARRIVES, left_at, nights_away, ConfirmedBy.IN_PERSON)
    discharge(visit, written, actor=paid.scene.worker, now=left_at + timedelta(minutes=5))
    return left_at


class TestBeds:
    def test_a_bed_is_held_for_every_night_and_given_back_with_the_others(self, paid: Paid) -> None:
        referral = ask(paid.scene, Stay(10))
        assert taken(paid) == (10, 0)
        assert len(places_of(referral)) == 10
        last = places_of(referral)[-1]
        assert booking_names(last) == [referral.number]
        hold_referral(referral, note="입원", actor=paid.scene.coordinator, now=NOW)
        assert taken(paid) == (0, 0)
        resume_referral(referral, actor=paid.scene.coordinator, now=NOW)
        assert taken(paid) == (10, 0)
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=paid.scene.worker, now=NOW)
        assert taken(paid) == (0, 0)

    def test_all_are_booked_and_cancelled_together(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 10)
        assert taken(paid) == (0, 10)
        assert (day_of(visit.starts_at), day_of(visit.ends_at)) == (FIRST, FIRST + timedelta(days=9))
        assert paid.amounts() == (10 * PRICE, 0)
        cancel_visit(visit, CancelledBy.COORDINATOR, actor=paid.scene.coordinator, now=NOW)
        assert taken(paid) == (0, 0)
        assert paid.amounts() == (0, 0)

    def test_a_night_without_a_bed_is_named_and_nothing_is_held(self, paid: Paid) -> None:
        night = FIRST + timedelta(days=3)
        slot = db.session.scalars(select(Slot).where(Slot.starts_at == at(night, time(14)))).one()
        slot.capacity = 0
        db.session.flush()
        with pytest.raises(Conflict) as refused:
            ask(paid.scene, Stay(5))
        assert f"{night.day}." in str(refused.value.params["night"])
        assert taken(paid) == (0, 0)
        ask(paid.scene, Stay(3))

    def test_two_stays_of_one_person_do_not_overlap_but_visits_at_home_go_on(self, paid: Paid) -> None:
        make_stay(paid.scene, 5)
        later = make_beds(paid.scene, make_organisation("둘째쉼터"), first=FIRST + timedelta(days=2), nights=3)
        with pytest.raises(Conflict, match="같은 시간에 다른 연계"):
            ask(paid.scene, Stay(2), slot=later[0])
        assert make_cleaning(paid.scene, days=2).state is VisitState.BOOKED


def test_the_last_bed_of_a_night_is_taken_once(app: Flask, session: Session) -> None:
    """Stays that begin on different nights share a night with one bed: who comes too late holds none of the others."""
    paid = make_stay_scene(beds=1)
    scene = paid.scene
    firsts = session.scalars(select(Slot.id).order_by(Slot.starts_at).limit(4)).all()
    wanted = list(zip(lines_like(scene, 4), firsts, strict=True))
    service_id, coordinator = scene.line.service_id, scene.coordinator
    session.commit()

    def asks(line_id: UUID, slot_id: UUID) -> Callable[[], object]:
        def act() -> object:
            line = db.session.get_one(PlanLine, line_id)
            return request_referral(line, slot_id, note="", actor=coordinator, now=NOW, stay=Stay(6))

        return act

    outcomes = at_once(app, [asks(*each) for each in wanted])
    assert outcomes == ["done", "refused", "refused", "refused"]
    session.expire_all()
    held = session.scalars(select(Slot.held).where(Slot.service_id == service_id).order_by(Slot.starts_at)).all()
    assert (sum(held), max(held)) == (6, 1)


class TestLimits:
    def test_night_fifteen_is_refused_when_it_is_asked_for(self, paid: Paid) -> None:
        with pytest.raises(Conflict, match="단기 입소는"):
            ask(paid.scene, Stay(15))
        ask(paid.scene, Stay(14))

    def test_or_paid_by_oneself(self, paid: Paid) -> None:
        charge = paid.charge(make_stay(paid.scene, 16, pays_beyond=True))
        assert (charge.quantity, charge.amount) == (16, 16 * PRICE)
        assert (charge.support, charge.own_share) == (14 * PRICE, 2 * PRICE)
        assert paid.amounts() == (14 * PRICE, 0)

    def test_a_year_counts_all_stays(self, session: Session) -> None:
        paid = make_stay_scene(short_stay_year_days=10)
        make_stay(paid.scene, 8)
        later = db.session.scalars(select(Slot).where(Slot.starts_at == at(FIRST + timedelta(days=9), time(14)))).one()
        with pytest.raises(Conflict, match="단기 입소는"):
            ask(paid.scene, Stay(3), slot=later)
        assert make_stay(paid.scene, 2, slot=later).state is VisitState.BOOKED

    def test_over_the_cap_it_is_refused_whole(self, session: Session) -> None:
        paid = make_stay_scene(annual_cap=9 * PRICE)
        with pytest.raises(Conflict):
            ask(paid.scene, Stay(10))
        ask(paid.scene, Stay(9))


class TestMoney:
    def test_each_night_has_the_price_of_its_day(self, paid: Paid) -> None:
        changes = FIRST + timedelta(days=3)
        service = paid.scene.line.service
        service.prices.append(ServicePrice(amount=PRICE + 2_000, valid_from=changes, source=PriceSource.OURS))
        db.session.flush()
        charge = paid.charge(make_stay(paid.scene, 5))
        assert (charge.unit_price, charge.quantity, charge.price_extra) == (PRICE, 5, 4_000)
        assert charge.amount == charge.support == 5 * PRICE + 4_000

    def test_nights_in_hospital_cost_nobody_and_the_stay_is_one_line(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 10)
        admit(visit, actor=paid.scene.worker, now=ARRIVES)
        leave(paid, visit, 10, away=(3, 4, 5))
        charge = paid.charge(visit)
        assert (charge.quantity, charge.amount) == (7, 7 * PRICE)
        assert paid.amounts() == (0, 7 * PRICE)
        claims = claims_for(visit.organisation_id, FIRST.replace(day=1), None)
        assert [(claim.columns["quantity"], claim.columns["amount"]) for claim in claims] == [(7, 7 * PRICE)]

    def test_who_leaves_early_gives_the_later_beds_back(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 10)
        leave(paid, visit, 4)
        assert taken(paid) == (0, 4)
        assert paid.amounts() == (0, 4 * PRICE)
        assert visit.referral.state is ReferralState.DONE

    def test_a_discharge_that_cannot_be_is_refused(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 5)
        with pytest.raises(DomainError, match="예약한 날보다 늦습니다"):
            leave(paid, visit, 6)
        with pytest.raises(DomainError, match="퇴소한 뒤의 밤"):
            leave(paid, visit, 3, away=(4,))

    def test_a_stay_that_goes_on_waits_for_no_record(self, paid: Paid) -> None:
        make_stay(paid.scene, 5)
        third = at(FIRST + timedelta(days=3), time(9))
        assert visits_to_record(paid.scene.worker, now=third) == []
        assert len(visits_to_record(paid.scene.worker, now=third + timedelta(days=3))) == 1


class TestTransfer:
    def test_goes_on_at_another_place_as_a_second_part(self, paid: Paid) -> None:
        first = make_stay(paid.scene, 10)
        moves_on = FIRST + timedelta(days=4)
        other = make_beds(paid.scene, make_organisation("둘째쉼터"), first=moves_on, nights=10)
        asked = ask(paid.scene, Stay(6, continues_id=first.referral_id), slot=other[0])
        assert paid.amounts() == (10 * PRICE, 0), "nothing changes until it is booked"
        accept(paid.scene, asked)
        second = book_visit(asked, actor=paid.scene.coordinator, now=NOW)
        assert day_of(first.ends_at) == moves_on - timedelta(days=1)
        assert paid.charge(first).ends_at == first.ends_at
        assert [paid.charge(visit).quantity for visit in (first, second)] == [4, 6]
        assert paid.amounts() == (10 * PRICE, 0)
        assert taken(paid) == (0, 10)

    def test_counts_both_parts_in_one_row(self, paid: Paid) -> None:
        first = make_stay(paid.scene, 10)
        other = make_beds(paid.scene, make_organisation("둘째쉼터"), first=FIRST + timedelta(days=10), nights=6)
        with pytest.raises(Conflict, match="단기 입소는"):
            ask(paid.scene, Stay(5, continues_id=first.referral_id), slot=other[0])


def sign_in(client: PortalClient, actor: Actor) -> None:
    assert actor.user_id is not None
    client.sign_in(actor.user_id)


@pytest.mark.on_sqlite
class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(NOW, tick=False) as traveller:
            yield traveller

    def test_from_the_days_to_the_discharge(
        self, paid: Paid, client: PortalClient, clock: time_machine.Traveller
    ) -> None:
        scene = paid.scene
        household_id, line_id = scene.line.plan.case.household_id, scene.line.id
        cleaned = make_cleaning(scene, days=3)
        sign_in(client, scene.coordinator)
        out = FIRST + timedelta(days=16)
        page = client.get(f"/stays/lines/{line_id}?first={FIRST}&out={out}")
        said = words_of(page.get_data(as_text=True))
        assert "머물 수 있는 밤을 넘습니다" in said
        assert cleaned.referral.service.name in said
        address = f"/stays/lines/{line_id}?first={FIRST}&out={out}"
        refused = client.post(address, data={"slot": str(scene.slot.id)})
        assert refused.status_code == 422
        assert "단기 입소는 이어서 14일까지" in words_of(refused.get_data(as_text=True))
        asked = client.post(address, data={"slot": str(scene.slot.id), "pays_beyond": "y"})
        assert asked.status_code == 303
        assert "16박" in words_of(client.get(asked.location).get_data(as_text=True))
        household = words_of(client.get(f"/households/{household_id}").get_data(as_text=True))
        assert [task.words for task in HomeTask if task.words not in household] == []
        referral_id = asked.location.split("/")[-1].split("?")[0]
        client.post(f"/stays/homes/{referral_id}/pet", data={"answer": "family"})
        answered = db.session.scalars(select(HomeCare)).one()
        assert (answered.task, answered.answer) == (HomeTask.PET, HomeAnswer.FAMILY)
        self._stay(paid, client, clock, referral_id)

    def _stay(self, paid: Paid, client: PortalClient, clock: time_machine.Traveller, referral_id: str) -> None:
        sign_in(client, paid.scene.worker)
        assert "16박" in words_of(client.get("/referrals").get_data(as_text=True))
        client.post(f"/referrals/{referral_id}/accept")
        sign_in(client, paid.scene.coordinator)
        client.post(f"/visits/book/{referral_id}", data={"agreed": ""})
        visit_id = db.session.scalars(select(Visit.id).where(Visit.referral_id == UUID(referral_id))).one()
        clock.move_to(ARRIVES)
        sign_in(client, paid.scene.worker)
        client.post(f"/stays/{visit_id}/admit")
        assert "입소했습니다" in words_of(client.get(f"/visits/{visit_id}").get_data(as_text=True))
        clock.move_to(at(FIRST + timedelta(days=3), time(11)))
        sign_in(client, paid.scene.worker)
        sent = {
            "admitted": "15:00", "left_on": str(FIRST + timedelta(days=3)), "left_at": "10:30",
            "away": str(FIRST + timedelta(days=1)), "confirmed_by": "in_person",
        }  # fmt: skip
        assert client.post(f"/stays/{visit_id}/discharge", data=sent).status_code == 303
        visit = db.session.get_one(Visit, visit_id)
        assert paid.charge(visit).quantity == 2

    def test_a_worker_of_another_place_finds_nothing(self, paid: Paid, client: PortalClient) -> None:
        visit = make_stay(paid.scene, 3)
        stranger = make_user(Role.COOPERATIVE, "남", organisation=make_organisation("남의 곳"))
        client.sign_in(stranger.id)
        assert client.get(f"/stays/{visit.id}/discharge").status_code == 404
        assert client.post(f"/stays/{visit.id}/admit").status_code == 404
        assert client.get(f"/stays/lines/{paid.scene.line.id}").status_code == 403
