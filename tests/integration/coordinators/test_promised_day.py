"""A resident is promised a day on which somebody works, and the coordinator sees which."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.mycare.queries import my_case
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.referrals import make_scene
from tests.pages import words_of


def test_the_first_visit_is_promised_before_a_limit_that_ends_on_a_sunday(
    client: PortalClient, session: Session
) -> None:
    """The 72 hours began on a Thursday."""
    thursday = NOW + timedelta(days=3)
    with time_machine.travel(thursday, tick=False):
        scene = make_scene()
        case = scene.line.plan.case
        case.state, case.opened_at = CaseState.PAIRED, thursday
        case.first_visit_due_at = thursday + timedelta(hours=72)
        mine = my_case(scene.resident, now=thursday)
        assert mine is not None
        assert mine.course.params["due"] == "11월 27일 금요일"
        db.session.commit()
        client.sign_in(case.coordinator_id)
        shown = words_of(client.get(f"/households/{case.household_id}").get_data(as_text=True))
    assert "2026. 11. 29.(일) 09:00까지, 이용자께는 2026. 11. 27.(금)까지로 말씀드림" in shown
