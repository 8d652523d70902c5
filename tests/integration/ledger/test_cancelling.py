"""Whoever cancels reads before what is due for it."""

from datetime import time, timedelta

import pytest
import time_machine

from portal.benefits.programmes.states import Absence
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.referrals.actions import refer_again
from portal.coordinators.visits.states import VisitState
from portal.residents.households.actions import note_death
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.integration.ledger.scenes import Paid, make_paid

pytestmark = pytest.mark.usefixtures("session")

IN_TIME, LATE = NOW, NOW + timedelta(hours=2)
"""The visit begins 25 hours after NOW; what is cancelled less than 24 hours before it is late."""


def die(own: Paid) -> None:
    note_death(own.scene.person, reason="따님의 전화", actor=own.scene.coordinator, now=LATE)


def hold(own: Paid) -> None:
    hold_case(own.scene.line.plan.case, "입원", actor=own.scene.coordinator, now=LATE)


def paid(**absences: int) -> Paid:
    percents = {Absence(name): percent for name, percent in absences.items()}
    return make_paid(absence_percent=percents, others_own_percent=50)


@pytest.mark.parametrize(
    ("moment", "absences", "said", "own_share"),
    [
        (LATE, {"cancelled_late": 30}, "취소해도 3,600원은 내셔야 합니다.", 3_600),
        (IN_TIME, {"cancelled_late": 30}, "내실 돈은 없습니다.", 0),
        (LATE, {}, "내실 돈은 없습니다.", 0),
        (IN_TIME, {"cancelled_in_time": 10}, "취소해도 1,200원은 내셔야 합니다.", 1_200),
    ],
)
def test_the_resident_reads_what_it_will_cost_and_so_it_does(
    client: PortalClient, moment: object, absences: dict[str, int], said: str, own_share: int
) -> None:
    own = paid(**absences)
    visit = own.book()
    assert own.scene.resident.user_id is not None
    with time_machine.travel(moment, tick=False):  # type: ignore[arg-type]
        client.sign_in(own.scene.resident.user_id)
        assert said in client.get(f"/my/visits/{visit.id}/cancel").text
        shown = client.post(f"/my/visits/{visit.id}/cancel", follow_redirects=True).text
    assert "본인께 문자를 보냅니다." in shown
    assert own.charge(visit).own_share == own_share


def test_staff_read_the_whole_price_that_stays(client: PortalClient) -> None:
    own = paid(cancelled_late=30)
    visit = own.book()
    assert own.scene.coordinator.user_id is not None
    with time_machine.travel(LATE, tick=False):
        client.sign_in(own.scene.coordinator.user_id)
        shown = client.get(f"/visits/{visit.id}/cancel").text
        client.sign_in(own.scene.worker.user_id or own.scene.coordinator.user_id)
        to_cooperative = client.get(f"/visits/{visit.id}/cancel").text
    assert "이용자나 코디네이터가 취소하면 값의 30%가 남습니다: 7,200원, 본인 부담 3,600원" in shown
    assert "취소한 방문에 남는 값은 없습니다." in to_cooperative


def test_what_a_death_or_a_hold_calls_off_costs_nobody(client: PortalClient) -> None:
    for end in (die, hold):
        own = paid(cancelled_late=30)
        visit = own.book()
        end(own)
        assert visit.state is VisitState.CANCELLED_LATE
        assert own.amounts() == (0, 0)


def test_what_another_cooperative_takes_over_costs_nobody(client: PortalClient) -> None:
    own = paid(cancelled_late=30)
    visit, scene = own.book(), own.scene
    elsewhere = scene.another_slot(days=1, starts_at=time(10), organisation=make_organisation())
    refer_again(visit.referral, elsewhere.id, note="", actor=scene.coordinator, now=LATE)
    assert visit.state is VisitState.CANCELLED_LATE
    assert own.amounts() == (0, 0)
