"""Whoever cancels reads before what is due for it."""

from datetime import timedelta

import pytest
import time_machine

from portal.benefits.programmes.states import Absence
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.integration.ledger.scenes import Paid, make_paid

pytestmark = pytest.mark.usefixtures("session")

IN_TIME, LATE = NOW, NOW + timedelta(hours=2)
"""The visit begins 25 hours after NOW; what is cancelled less than 24 hours before it is late."""


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
    assert "값의 30%가 남습니다: 7,200원, 본인 부담 3,600원" in shown
