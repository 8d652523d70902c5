"""What a policy asks of the office itself: done there, and counted for no coordinator."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.monitoring.duties import queries
from portal.monitoring.duties.board import board
from portal.monitoring.duties.queries import Sought
from portal.monitoring.duties.states import DutyAct, DutyBy
from portal.monitoring.duties.tasks import tell_of_deadlines
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.duties import make_duty

pytestmark = pytest.mark.on_sqlite

DUTIES = "/monitoring/duties"


@time_machine.travel(NOW, tick=False)
def test_what_the_office_is_to_do_is_done_there_and_counts_for_no_coordinator(
    client: PortalClient, session: Session
) -> None:
    office = make_staff(authenticator=True)
    client.sign_in(office.id)
    case, late = make_paired(make_coordinator("한지원")), NOW - timedelta(days=2)
    own = make_duty(case, due_at=late, act=DutyAct.TASK, task="예산 확인", by=DutyBy.OFFICE)
    (row,) = board(office.actor, NOW).items
    assert row.overdue == 0
    assert queries.duties(own.coordinator.actor, Sought(), NOW).total == 0
    tell_of_deadlines(NOW)
    words = session.scalars(select(StaffNotice.words).where(StaffNotice.matter == Matter.BREACH)).all()
    assert list(words) == ["기한을 넘긴 사무국 할 일이 1건 있습니다."]
    finish = f"/monitoring/duties/{own.id}/finish"
    of_household = f"/monitoring/households/{own.case.household_id}"
    for address in ("/inbox?kind=duties", of_household, f"{DUTIES}?view=overdue&coordinator=office"):
        assert finish in client.get(address).text, address
    later = make_duty(own.case, task="열쇠", act=DutyAct.TASK, due_at=NOW + timedelta(days=40))
    finish_later = f"/monitoring/duties/{later.id}/finish"
    assert finish_later not in client.get(of_household).text
    client.sign_in(own.coordinator_id)
    page = client.get(of_household).text
    assert finish_later in page
    assert finish not in page
    assert client.post(finish).status_code == 404
    client.sign_in(office.id)
    assert client.post(finish).status_code == 303
