"""How a stay ends: what it costs then, and what residents read of it from admission on."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy.orm import Session

from portal.benefits.ledger.actions import adjust_charge, reprice_person
from portal.benefits.settlement.claims import claims_for
from portal.coordinators.stays.actions import Discharge, admit, discharge
from portal.coordinators.visits.states import ConfirmedBy
from portal.core.actors import SYSTEM
from portal.core.clock import at, day_of
from portal.core.dates import format_moment, format_stay
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.referrals import make_scene, make_user
from tests.factories.stays import FIRST, PRICE, make_stay, make_stay_scene, staying
from tests.integration.coordinators.test_stays import ARRIVES, leave, sign_in
from tests.integration.ledger.scenes import Paid
from tests.pages import words_of


@pytest.fixture
def paid(session: Session) -> Paid:
    return make_stay_scene()


class TestMoney:
    def test_who_leaves_on_the_day_of_admission_pays_no_night(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 10)
        left_at = at(FIRST, time(18))
        written = Discharge(ARRIVES, left_at, frozenset(), ConfirmedBy.IN_PERSON)
        discharge(visit, written, actor=paid.scene.worker, now=left_at)
        reprice_person(paid.scene.person.id, FIRST, SYSTEM, left_at)
        db.session.expire_all()
        charge = paid.charge(visit)
        assert (charge.nights, charge.quantity, charge.price_extra, charge.amount) == ([], 0, 0, 0)
        assert paid.amounts() == (0, 0)

    def test_nights_in_hospital_free_the_limit_for_nights_paid_alone(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 17, pays_beyond=True)
        assert paid.charge(visit).own_share == 3 * PRICE
        leave(paid, visit, 17, away=(3, 4, 5))
        charge = paid.charge(visit)
        assert (charge.quantity, charge.support, charge.own_share) == (14, 14 * PRICE, 0)
        paid.scene.line.service.prices[0].amount = PRICE + 1_000
        db.session.flush()
        reprice_person(paid.scene.person.id, FIRST, SYSTEM, NOW)
        assert (charge.amount, charge.own_share) == (14 * (PRICE + 1_000), 0)

    def test_papers_tell_the_nights_that_were_kept(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 10)
        leave(paid, visit, 4)
        assert (visit.ends_at, day_of(visit.ends_at)) == (paid.charge(visit).ends_at, FIRST + timedelta(days=3))
        [claim] = claims_for(visit.organisation_id, FIRST.replace(day=1), None)
        assert "4박" in format_stay(claim.columns["starts_at"], claim.columns["ends_at"])

    def test_the_office_may_count_no_night_and_no_more_than_were_stayed(self, paid: Paid) -> None:
        visit = make_stay(paid.scene, 3)
        leave(paid, visit, 3)
        office, charge = make_user(Role.OFFICE, "사무국").actor, paid.charge(visit)
        adjust_charge(charge, quantity=0, reason="잘못 적음", actor=office, now=NOW)
        assert (charge.nights, charge.quantity, charge.amount) == ([], 0, 0)
        with pytest.raises(DomainError, match="머문 밤보다"):
            adjust_charge(charge, quantity=1, reason="다시", actor=office, now=NOW)


@pytest.mark.on_sqlite
class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(NOW, tick=False) as traveller:
            yield traveller

    def test_residents_read_of_their_stay_from_admission_on(
        self, session: Session, client: PortalClient, clock: time_machine.Traveller
    ) -> None:
        scene = staying(make_scene())
        scene.slot.organisation.address = "서울시 마포구 월드컵로 1"
        visit = make_stay(scene, 3)
        sign_in(client, scene.resident)
        address = f"/my/visits/{visit.id}"
        before = words_of(client.get(address).get_data(as_text=True))
        assert "그날 가겠습니다" in before
        assert "시간 바꾸기" not in before + words_of(client.get(f"{address}/cancel").get_data(as_text=True))
        assert client.get(f"{address}/move").location == address
        event = Calendar.from_ical(client.get(f"{address}/calendar.ics").data).events[0]
        assert (event["location"], "에 머무십니다." in str(event["description"])) == (
            scene.slot.organisation.address,
            True,
        )
        clock.move_to(ARRIVES)
        admit(visit, actor=scene.worker, now=ARRIVES)
        sign_in(client, scene.resident)
        assert "입소와 퇴소" not in words_of(client.get(address).get_data(as_text=True))
        left_at = at(FIRST + timedelta(days=2), time(10))
        clock.move_to(left_at)
        written = Discharge(ARRIVES, left_at, frozenset(), ConfirmedBy.IN_PERSON)
        discharge(visit, written, actor=scene.worker, now=left_at)
        sign_in(client, scene.resident)
        said = words_of(client.get(address).get_data(as_text=True))
        assert f"{format_moment(ARRIVES)}~{format_moment(left_at)}" in said

    def test_a_transfer_begins_after_the_first_night(self, paid: Paid, client: PortalClient) -> None:
        first = make_stay(paid.scene, 5)
        sign_in(client, paid.scene.coordinator)
        address = f"/stays/lines/{paid.scene.line.id}?continues={first.referral_id}&out={FIRST + timedelta(days=5)}"
        refusal = "지금 연계의 첫날이나 그 앞입니다"
        assert refusal in words_of(client.get(f"{address}&first={FIRST}").get_data(as_text=True))
        allowed = client.get(f"{address}&first={FIRST + timedelta(days=1)}")
        assert refusal not in words_of(allowed.get_data(as_text=True))
