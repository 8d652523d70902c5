"""The plan of the year: tasks, figures that the portal counts, progress by quarter, the files, and its end."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hwpkit import extract_text_from_hwpx
from openpyxl import load_workbook
from pikepdf import Pdf
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.extensions import db
from portal.monitoring.workplan.actions import (
    ProgressTold,
    add_task,
    begin_plan,
    change_task,
    close_plan,
    draw_plan,
    remove_task,
    write_progress,
)
from portal.monitoring.workplan.beginnings import tasks_of
from portal.monitoring.workplan.counting import count
from portal.monitoring.workplan.models import WorkPlan
from portal.monitoring.workplan.queries import (
    TaskStanding,
    get_work_plan,
    measured_on,
    standing,
)
from portal.monitoring.workplan.states import Beginning, CountedBy, Light
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.workplan import make_task_told, make_work_plan, make_work_task

TODAY = day_of(NOW)
LATER = NOW + timedelta(days=1)
GREEN = ProgressTold(30, Light.GREEN)


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, name="박사무", email="office@example.kr")


def contact(case: CareCase, means: ContactMeans, outcome: ContactOutcome) -> None:
    record_contact(case, means, outcome, "안부", actor=case.coordinator.actor, now=NOW)


def stand(plan: WorkPlan, today: date = TODAY) -> TaskStanding:
    """How its one task stands."""
    db.session.expire_all()
    return standing(plan, today)[0].tasks[0]


class TestTheYear:
    def test_one_plan_a_year(self, client: PortalClient, office: User) -> None:
        client.sign_in(office.id)
        first, answer = (
            client.post("/work-plans/new", data={"year": "2026", "title": "2026년 과제", "beginning": "empty"})
            for _ in range(2)
        )
        assert first.status_code == 303
        assert answer.status_code == 422
        assert "그 해의 과제 계획이 이미 있습니다." in answer.text

    def test_next_year_begins_with_the_tasks_of_this_one(self, office: User) -> None:
        plan = make_work_plan(office, target=250)
        write_progress(plan.tasks[0], 4, GREEN, actor=office.actor, now=NOW)
        tasks = tasks_of(Beginning.NEWEST, plan)
        following = draw_plan(2027, "2027년 과제", tasks=tasks, actor=office.actor, now=NOW)
        db.session.expire_all()
        assert [(task.title, task.target, task.progress) for task in following.tasks] == [("과제 1", 250, [])]

    def test_a_plan_without_tasks_does_not_begin(self, office: User) -> None:
        with pytest.raises(Conflict):
            begin_plan(draw_plan(2026, "빈 계획", actor=office.actor, now=NOW), actor=office.actor, now=NOW)

    def test_two_tasks_never_have_one_number(self, client: PortalClient, office: User) -> None:
        plan = make_work_plan(office)
        client.sign_in(office.id)
        told = {"number": "1", "area": "찾기", "title": "또", "owner": "사무국", "target": "5", "unit": "건"}
        answer = client.post(f"/work-plans/{plan.id}/tasks/new", data=told | {"counted_by": "hand"})
        assert "같은 번호의 과제가 있습니다." in answer.text

    def test_what_was_begun_is_not_taken_out(self, office: User) -> None:
        draft = make_work_plan(office, running=False)
        remove_task(draft.tasks[0], actor=office.actor, now=NOW)
        running = make_work_plan(office, year=2027)
        with pytest.raises(Conflict):
            remove_task(running.tasks[0], actor=office.actor, now=NOW)
        with pytest.raises(DomainError, match="세는 방법"):
            change_task(running.tasks[0], make_task_told(counted_by=CountedBy.VISITS), actor=office.actor, now=NOW)


class TestProgress:
    def test_adds_up_by_quarter_and_says_how_it_goes(self, office: User) -> None:
        plan = make_work_plan(office)
        task = plan.tasks[0]
        write_progress(task, 1, ProgressTold(20, Light.AMBER, "늦게 시작함"), actor=office.actor, now=NOW)
        write_progress(task, 2, ProgressTold(40, Light.GREEN), actor=office.actor, now=NOW)
        found = stand(plan)
        assert [quarter.done for quarter in found.quarters] == [20, 40, None, None]
        assert (found.done, found.percent) == (60, 60)
        assert found.light is Light.AMBER, "what was said of spring says nothing of the autumn: the figure tells"
        write_progress(task, 3, ProgressTold(0, Light.RED, "여름에 쉼"), actor=office.actor, now=NOW)
        assert stand(plan).light is Light.RED

    def test_areas_stand_together_whatever_the_numbers(self, office: User) -> None:
        plan = make_work_plan(office)
        first = plan.tasks[0]
        for number, area in ((8, "다른 분야"), (9, first.area)):
            add_task(plan, make_task_told(number=number, area=area), actor=office.actor, now=NOW)
        db.session.expire_all()
        assert [(each.area, len(each.tasks)) for each in standing(plan, TODAY)] == [(first.area, 2), ("다른 분야", 1)]

    def test_written_again_it_is_what_was_written_last(self, office: User) -> None:
        task = make_work_task(office)
        write_progress(task, 1, ProgressTold(20, Light.RED, "사람이 모자람"), actor=office.actor, now=NOW)
        write_progress(task, 1, GREEN, actor=office.actor, now=LATER)
        db.session.expire_all()
        assert [(each.done, each.light, each.words, each.by_name) for each in task.progress] == [
            (30, Light.GREEN, "", "박사무")
        ]

    def test_without_a_word_the_figure_tells(self, office: User) -> None:
        plan = make_work_plan(office)
        assert stand(plan, date(2026, 2, 1)).light is Light.UNANSWERED
        assert stand(plan, date(2026, 5, 1)).light is Light.RED

    def test_red_without_words_is_refused_beside_the_field(self, client: PortalClient, office: User) -> None:
        task = make_work_task(office)
        client.sign_in(office.id)
        answer = client.post(f"/work-plans/tasks/{task.id}/quarters/1", data={"done": "3", "light": "red", "words": ""})
        assert answer.status_code == 422
        assert "무엇이 어려운지, 어떻게 할지 적어 주십시오." in answer.text
        assert 'value="3"' in answer.text

    def test_a_quarter_to_come_or_of_no_year_is_refused(self, client: PortalClient, office: User) -> None:
        plan = make_work_plan(office, year=2027)
        with pytest.raises(DomainError):
            write_progress(plan.tasks[0], 1, GREEN, actor=office.actor, now=NOW)
        client.sign_in(office.id)
        assert client.get(f"/work-plans/tasks/{plan.tasks[0].id}/quarters/5").status_code == 404


class TestWhatThePortalCounts:
    def test_calls_that_reached_somebody(self, office: User) -> None:
        case = make_paired()
        for outcome in (ContactOutcome.WELL, ContactOutcome.WORRYING, ContactOutcome.NO_ANSWER):
            contact(case, ContactMeans.CALL, outcome)
        contact(case, ContactMeans.VISIT, ContactOutcome.WELL)
        quarter = (TODAY.month - 1) // 3
        assert count(CountedBy.CALLS, TODAY.year).quarters[quarter] == 2
        assert count(CountedBy.FACE_TO_FACE, TODAY.year).year == 1
        assert count(CountedBy.CALLS, TODAY.year - 1).year == 0

    @pytest.mark.parametrize("counted_by", sorted(set(CountedBy) - {CountedBy.HAND}))
    def test_everything_that_can_be_chosen_can_be_counted(self, session: Session, counted_by: CountedBy) -> None:
        assert count(counted_by, 2026).year == 0

    def test_closing_keeps_what_was_counted(self, office: User) -> None:
        case = make_paired()
        contact(case, ContactMeans.CALL, ContactOutcome.WELL)
        plan = make_work_plan(office, year=TODAY.year, counted_by=CountedBy.CALLS)
        before = stand(plan)
        close_plan(get_work_plan(plan.id, viewer=office.actor), actor=office.actor, now=NOW)
        contact(case, ContactMeans.CALL, ContactOutcome.WELL)
        after = stand(plan)
        assert before.done == after.done == 1
        assert [quarter.done for quarter in before.quarters] == [quarter.done for quarter in after.quarters]


class TestAClosedPlan:
    def test_is_measured_by_the_day_on_which_it_was_closed(self, office: User) -> None:
        plan = make_work_plan(office)
        write_progress(plan.tasks[0], 3, ProgressTold(10, Light.RED, "사람이 모자람"), actor=office.actor, now=NOW)
        close_plan(plan, actor=office.actor, now=NOW)
        assert stand(plan).light is stand(plan, date(2027, 1, 2)).light is Light.RED
        assert measured_on(plan, date(2027, 1, 2)) == TODAY

    def test_never_changes(self, office: User) -> None:
        plan = make_work_plan(office)
        write_progress(plan.tasks[0], 1, GREEN, actor=office.actor, now=NOW)
        close_plan(plan, actor=office.actor, now=NOW)
        with pytest.raises(Conflict):
            add_task(plan, make_task_told(2), actor=office.actor, now=LATER)
        with pytest.raises(Conflict):
            write_progress(plan.tasks[0], 1, GREEN, actor=office.actor, now=LATER)

    @pytest.mark.parametrize("part", ["plan", "task", "progress"])
    def test_and_the_rows_guard_themselves(self, office: User, part: str) -> None:
        plan = make_work_plan(office)
        write_progress(plan.tasks[0], 1, GREEN, actor=office.actor, now=NOW)
        close_plan(plan, actor=office.actor, now=NOW)
        db.session.expire_all()
        task = plan.tasks[0]
        if part == "plan":
            plan.title = "다른 이름"
        elif part == "task":
            task.target = 7
        else:
            task.progress[0].done = 7
        with pytest.raises(FrozenRow):
            db.session.flush()


class TestWhoMay:
    def test_coordinators_read_and_the_office_writes(self, client: PortalClient, office: User) -> None:
        plan, coordinator = make_work_plan(office), make_coordinator("남나무")
        with pytest.raises(Forbidden):
            close_plan(plan, actor=coordinator.actor, now=NOW)
        client.sign_in(coordinator.id)
        assert "과제 1" in client.get(f"/work-plans/{plan.id}").text
        assert "과제 더하기" not in client.get(f"/work-plans/{plan.id}").text


class TestFiles:
    def test_each_holds_tasks_targets_and_words(self, client: PortalClient, office: User, tmp_path: Path) -> None:
        plan = make_work_plan(office)
        write_progress(plan.tasks[0], 1, ProgressTold(20, Light.RED, "사람이 모자람"), actor=office.actor, now=NOW)
        client.sign_in(office.id)
        ways = ("file/pdf", "file/hwpx", "table")
        pdf, hwpx, xlsx = (client.get(f"/work-plans/{plan.id}/{way}").data for way in ways)
        with Pdf.open(BytesIO(pdf)) as made:
            assert made.docinfo["/Title"] == plan.title
        (tmp_path / "plan.hwpx").write_bytes(hwpx)
        text = extract_text_from_hwpx(str(tmp_path / "plan.hwpx"))
        assert all(words in text for words in ("과제 1", "사람이 모자람", "어려움"))
        rows = list(load_workbook(BytesIO(xlsx)).worksheets[0].iter_rows(values_only=True))
        assert rows[1][:7] == ("찾기", 1, "과제 1", "사무국", None, 100, "건")
        assert rows[1][7:] == (20, None, None, None, 20, 20, "어려움", "1분기: 사람이 모자람")
