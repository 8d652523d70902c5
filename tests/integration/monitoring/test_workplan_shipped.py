"""Plans that begin with what the portal ships, and hidden households that were found, which the portal counts."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.extensions import db
from portal.monitoring.surveys.actions import record_result
from portal.monitoring.surveys.states import DoorVerb
from portal.monitoring.teams.models import Finding
from portal.monitoring.teams.states import Team
from portal.monitoring.workplan.actions import add_task, begin_plan, draw_plan
from portal.monitoring.workplan.beginnings import shipped_tasks
from portal.monitoring.workplan.counting import count
from portal.monitoring.workplan.forms import values_of_task
from portal.monitoring.workplan.models import WorkPlan
from portal.monitoring.workplan.queries import standing, unfilled, work_plans
from portal.monitoring.workplan.states import Beginning, CountedBy
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.states import WorryVerb
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_application
from tests.factories.surveys import make_door, make_needing, make_survey
from tests.factories.teams import make_volunteer
from tests.factories.workplan import make_task_told, make_work_plan
from tests.factories.worries import make_worry

TODAY = day_of(NOW)


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, name="박사무", email="office@example.kr")


def newest_plan(office: User) -> WorkPlan:
    db.session.expire_all()
    return work_plans(office.actor)[0]


class TestWhatThePortalShips:
    def test_the_form_offers_an_empty_plan_the_newest_one_and_nineteen_tasks(
        self, client: PortalClient, office: User
    ) -> None:
        client.sign_in(office.id)
        assert "가장 최근 계획의 과제와 목표" not in client.get("/work-plans/new").text, "there is none yet"
        make_work_plan(office)
        shown = client.get("/work-plans/new").text
        assert all(each.words in shown for each in Beginning)

    def test_nineteen_tasks_in_four_areas_are_filled_in_one_after_the_other(
        self, client: PortalClient, office: User
    ) -> None:
        client.sign_in(office.id)
        told = {"year": "2027", "title": "2027년 과제", "beginning": "gwanak"}
        at = client.post("/work-plans/new", data=told).location
        assert "담당이나 목표를 적지 않은 과제가 19개 있습니다." in client.get(at).text
        plan = newest_plan(office)
        assert [len(area.tasks) for area in standing(plan, TODAY)] == [5, 5, 6, 3]
        assert plan.tasks[0].counted_by is CountedBy.FOUND
        with pytest.raises(Conflict, match="담당이나 목표"):
            begin_plan(plan, actor=office.actor, now=NOW)
        for following in (*plan.tasks[1:], None):
            task = unfilled(newest_plan(office))[0]
            data = {**values_of_task(task), "owner": "사무국", "target": "12", "counted_by": task.counted_by.value}
            led_to = client.post(f"/work-plans/tasks/{task.id}", data=data).location
            assert led_to == (f"/work-plans/tasks/{following.id}" if following else f"/work-plans/{plan.id}")
        begin_plan(newest_plan(office), actor=office.actor, now=NOW)

    def test_what_is_not_filled_in_stands_on_every_file(self, client: PortalClient, office: User) -> None:
        plan = draw_plan(2027, "2027년 과제", tasks=shipped_tasks(), actor=office.actor, now=NOW)
        client.sign_in(office.id)
        assert client.get(f"/work-plans/{plan.id}/file/pdf").status_code == 200
        rows = load_workbook(BytesIO(client.get(f"/work-plans/{plan.id}/table").data)).worksheets[0]
        first = next(rows.iter_rows(min_row=2, values_only=True))
        assert first[3:6] == (None, "희망발굴단, 동주민센터", None)

    def test_no_task_is_written_without_owner_and_target(self, office: User) -> None:
        plan = make_work_plan(office)
        for missing in ({"owner": ""}, {"target": None}):
            with pytest.raises(DomainError):
                add_task(plan, make_task_told(2, **missing), actor=office.actor, now=NOW)


class TestHiddenHouseholds:
    def test_each_counts_once_whoever_found_it_and_the_figure_opens_its_rows(
        self, client: PortalClient, office: User
    ) -> None:
        survey, applied, of_finder = make_survey(office), make_application(), make_application()
        make_needing(survey, office).application_id = applied.id
        make_needing(survey, office, "월드컵로 79")
        known = make_needing(survey, office, "월드컵로 81")
        known.was_known = True
        record_result(make_door(survey, office, "월드컵로 83"), DoorVerb.MEET, actor=office.actor, now=NOW)
        finder = make_volunteer(Team.FINDERS)
        for number in ("", applied.number, of_finder.number):
            found = Finding(volunteer_id=finder.id, worry=make_worry(), told_at=NOW)
            db.session.add(found)
            if number:
                led_to = WorryVerb.LEAD_TO_APPLICATION
                handle_worry(found.worry, led_to, "받음", application_number=number, actor=office.actor, now=NOW)
        plan = make_work_plan(office, year=TODAY.year, counted_by=CountedBy.FOUND)
        assert count(CountedBy.FOUND, TODAY.year).year == standing(newest_plan(office), TODAY)[0].tasks[0].done == 3
        assert count(CountedBy.FOUND, TODAY.year - 1).year == 0
        client.sign_in(office.id)
        assert f"/work-plans/{plan.id}/found" in client.get(f"/work-plans/{plan.id}").text
        rows = client.get(f"/work-plans/{plan.id}/found").text
        assert "모두 3가구" in rows
        assert rows.count("희망발굴단이 알림") == 1
        assert rows.count(survey.title) == 2
