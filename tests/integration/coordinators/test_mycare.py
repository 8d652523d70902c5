"""A resident sees where their care stands, their own visits and plan, and nobody else's."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy.orm import Session

from portal.coordinators.caseload.actions import refuse_application
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.mycare.queries import my_case, my_timeline
from portal.coordinators.mycare.rules import STEPS, Facts, course_of
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.states import AgreedBy, PlanState
from portal.coordinators.visits.actions import move_visit, record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import ConfirmedBy, Rating, VisitState
from portal.coordinators.visits.written import VisitRecord
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.applications.actions import withdraw_application
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationVerb
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_application
from tests.factories.referrals import (
    COORDINATOR_PHONE,
    Scene,
    counts,
    make_line,
    make_scene,
    make_user,
    make_visit,
)
from tests.pages import words_of


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The present moment of the factories; tests move it on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(session: Session, clock: time_machine.Traveller) -> Scene:
    return make_scene()


@pytest.fixture
def visit(scene: Scene) -> Visit:
    return make_visit(scene)


def sign_in(client: PortalClient, scene: Scene) -> None:
    user_id = scene.resident.user_id
    assert user_id is not None
    db.session.commit()
    client.sign_in(user_id)


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def reread(visit: Visit) -> Visit:
    return db.session.get_one(Visit, visit.id, populate_existing=True)


def record(scene: Scene, visit: Visit, by: ConfirmedBy = ConfirmedBy.IN_PERSON) -> None:
    record_visit(visit, VisitRecord(visit.starts_at, visit.ends_at, [], by), actor=scene.worker, now=visit.ends_at)


def decide(application: Application, scene: Scene, verb: ApplicationVerb | None) -> None:
    if verb is ApplicationVerb.REFUSE:
        refuse_application(application, "구청 복지과 02-000-0000", actor=OFFICE, now=NOW)
    if verb is ApplicationVerb.WITHDRAW:
        withdraw_application(application, actor=scene.resident, now=NOW)


class TestCourse:
    @pytest.mark.parametrize(
        ("state", "step"),
        [
            (None, "코디네이터 정하기"),
            (CaseState.PAIRED, "찾아뵙고 상담"),
            (CaseState.ASSESSED, "돌봄 계획 정하기"),
            (CaseState.PLANNED, "서비스 이용"),
            (CaseState.IN_SERVICE, "서비스 이용"),
            (CaseState.CLOSED, "마침"),
        ],
    )
    def test_names_the_step_that_runs(self, state: CaseState | None, step: str) -> None:
        course = course_of(Facts(NOW, NOW, case_state=state, coordinator="한지원", talk_due_on=TODAY))
        assert STEPS[course.current - 1] == step
        assert len(course.moments) == len(STEPS)
        assert course.note % course.params

    def test_stays_where_it_was_during_a_hold(self) -> None:
        facts = Facts(NOW, NOW, case_state=CaseState.ON_HOLD, before_hold=CaseState.PLANNED)
        assert STEPS[course_of(facts).current - 1] == "서비스 이용"
        assert "잠시 멈추었습니다" in course_of(facts).note

    def test_says_when_somebody_comes(self) -> None:
        facts = Facts(NOW, NOW, case_state=CaseState.IN_SERVICE, next_visit_at=NOW)
        assert course_of(facts).params == {"when": "11월 23일 월요일 09:00"}

    def test_tells_when_each_step_was_first_reached(self, scene: Scene) -> None:
        first = scene.line.plan
        first.agreed_at, first.state = NOW - timedelta(days=3), PlanState.REPLACED
        db.session.flush()
        make_line(first.case, scene.line.service, plan_state=PlanState.AGREED, number=2).plan.agreed_at = NOW
        mine = my_case(scene.resident, now=NOW)
        assert mine is not None
        assert mine.course.moments[3] == first.agreed_at


class TestHome:
    def test_shows_step_next_visit_and_coordinator(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene)
        html = body(client, "/my")
        for words in (
            "5/6 단계",
            "11월 24일 화요일 10:00~12:00",
            "오셔도 됩니다",
            "한지원",
        ):
            assert words in words_of(html)
        assert f"tel:{COORDINATOR_PHONE}" in html

    def test_before_pairing_says_who_calls_by_when(self, client: PortalClient, scene: Scene) -> None:
        case = scene.line.plan.case
        decide(make_application(scene.person, received_at=NOW + timedelta(hours=1)), scene, ApplicationVerb.REFUSE)
        case.closed_at, case.state = NOW, CaseState.CLOSED
        sign_in(client, scene)
        html = body(client, "/my")
        assert "구청 복지과" in html
        assert case.application.number in html

    @pytest.mark.parametrize(
        ("verb", "told"),
        [
            (None, "다시 하신 신청을 받았습니다"),
            (ApplicationVerb.REFUSE, "구청 복지과"),
            (ApplicationVerb.WITHDRAW, "다시 하신 신청을 거두셨습니다"),
        ],
    )
    def test_shows_the_care_that_goes_on_to_somebody_who_applied_again(
        self, client: PortalClient, scene: Scene, visit: Visit, verb: ApplicationVerb | None, told: str
    ) -> None:
        decide(make_application(scene.person, received_at=NOW + timedelta(hours=1)), scene, verb)
        sign_in(client, scene)
        html = body(client, "/my")
        assert told in html
        assert "지금 받으시는 돌봄은 그대로 이어집니다" in html
        assert "다음 방문" in html
        assert "찾아뵙고 상담" in html

    def test_offers_to_apply_where_there_is_nothing(self, client: PortalClient, session: Session) -> None:
        user_id = make_user(Role.RESIDENT, "빈손", email=None, phone="+821099998888").id
        db.session.commit()
        client.sign_in(user_id)
        assert "아직 신청하신 것이 없습니다" in body(client, "/my")
        assert client.get("/my/plan").status_code == 404

    def test_tells_what_happened_in_plain_words(self, scene: Scene, visit: Visit) -> None:
        record(scene, visit)
        mine = my_case(scene.resident, now=visit.ends_at)
        assert mine is not None
        told = [event.words % event.params for event in my_timeline(mine)]
        assert told[0] == "청소 방문을 마쳤습니다."
        assert "담당 코디네이터 한지원 님이 정해졌습니다." in told
        assert told[-1] == "신청을 받았습니다."

    def test_is_for_residents(self, client: PortalClient, scene: Scene) -> None:
        db.session.commit()
        assert scene.worker.user_id is not None
        client.sign_in(scene.worker.user_id)
        assert client.get("/my").status_code == 403


class TestVisit:
    def test_confirming_takes_one_tap(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene)
        client.post(f"/my/visits/{visit.id}/confirm")
        assert reread(visit).resident_confirmed_at == NOW
        assert "오셔도 된다고 답하셨습니다" in body(client, "/my")

    def test_goes_into_a_calendar_and_keeps_its_place_when_moved(
        self, client: PortalClient, scene: Scene, visit: Visit
    ) -> None:
        later = scene.another_slot()
        sign_in(client, scene)
        first = Calendar.from_ical(client.get(f"/my/visits/{visit.id}/calendar.ics").data).events[0]
        moved = move_visit(visit, later.id, actor=scene.coordinator, now=NOW + timedelta(hours=1))
        db.session.commit()
        second = Calendar.from_ical(client.get(f"/my/visits/{moved.id}/calendar.ics").data).events[0]
        assert (first["uid"], first["summary"]) == (second["uid"], "청소 방문")
        assert int(str(second["sequence"])) > int(str(first["sequence"]))
        assert second.start == later.starts_at
        assert client.get(f"/my/visits/{visit.id}").status_code == 404

    def test_leaves_the_calendar_when_cancelled(
        self, client: PortalClient, scene: Scene, visit: Visit, clock: time_machine.Traveller
    ) -> None:
        sign_in(client, scene)
        live = Calendar.from_ical(client.get(f"/my/visits/{visit.id}/calendar.ics").data).events[0]
        clock.move_to(NOW + timedelta(hours=1))
        client.post(f"/my/visits/{visit.id}/cancel", data={"note": ""})
        gone = Calendar.from_ical(client.get(f"/my/visits/{visit.id}/calendar.ics").data).events[0]
        assert (live["uid"], live["status"]) == (gone["uid"], "CONFIRMED")
        assert gone["status"] == "CANCELLED"
        assert int(str(gone["sequence"])) > int(str(live["sequence"]))
        assert (live.alarms.times != [], gone.subcomponents) == (True, [])
        assert "달력에서 빼기" in body(client, f"/my/visits/{visit.id}")

    def test_another_time_is_asked_for_by_choice(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        for days in (2, 3, 4, 5):
            scene.another_slot(days=days)
        sign_in(client, scene)
        html = body(client, f"/my/visits/{visit.id}/move")
        assert html.count('name="slot"') == 4
        later = scene.another_slot(days=6)
        db.session.commit()
        answer = client.post(f"/my/visits/{visit.id}/move", data={"slot": str(later.id), "wish": ""})
        assert answer.status_code == 422
        chosen = html.split('name="slot"')[1].split('value="')[1].split('"')[0]
        client.post(f"/my/visits/{visit.id}/move", data={"slot": chosen, "wish": ""})
        assert str(reread(visit).wished_slot_id) == chosen
        assert "코디네이터가 정하고 연락드립니다" in body(client, f"/my/visits/{visit.id}")

    def test_another_time_in_words_says_which(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene)
        assert client.post(f"/my/visits/{visit.id}/move", data={"slot": "other", "wish": ""}).status_code == 422
        client.post(f"/my/visits/{visit.id}/move", data={"slot": "other", "wish": "다음 주 오전"})
        assert reread(visit).move_wish == "다음 주 오전"

    def test_cancelling_says_first_what_follows(
        self, client: PortalClient, scene: Scene, visit: Visit, clock: time_machine.Traveller
    ) -> None:
        sign_in(client, scene)
        assert "늦은 취소" not in body(client, f"/my/visits/{visit.id}/cancel")
        clock.move_to(visit.starts_at - timedelta(hours=2))
        assert "늦은 취소" in body(client, f"/my/visits/{visit.id}/cancel")
        client.post(f"/my/visits/{visit.id}/cancel", data={"note": ""})
        assert reread(visit).state is VisitState.CANCELLED_LATE
        assert counts(scene.slot.id) == (0, 0)

    def test_how_it_was_is_told_afterwards(
        self, client: PortalClient, scene: Scene, visit: Visit, clock: time_machine.Traveller
    ) -> None:
        record(scene, visit, ConfirmedBy.NOT_POSSIBLE)
        clock.move_to(visit.ends_at)
        sign_in(client, scene)
        assert "어떠셨는지 알려 주십시오" in body(client, "/my")
        assert "다녀갔습니다" in body(client, f"/my/visits/{visit.id}")
        client.post(f"/my/visits/{visit.id}/took-place")
        client.post(f"/my/visits/{visit.id}/feedback", data={"rating": "good", "text": "고맙습니다"})
        assert (reread(visit).rating, visit.confirmed_by) == (Rating.GOOD, ConfirmedBy.ONLINE)
        assert "어떠셨는지 알려 주십시오" not in body(client, "/my")

    def test_of_others_is_not_there(self, client: PortalClient, scene: Scene) -> None:
        theirs = make_visit(make_scene())
        sign_in(client, scene)
        for rest in ("", "/move", "/cancel", "/feedback", "/calendar.ics"):
            assert client.get(f"/my/visits/{theirs.id}{rest}").status_code == 404
        for rest in ("/confirm", "/took-place", "/cancel"):
            assert client.post(f"/my/visits/{theirs.id}{rest}").status_code == 404
        assert reread(theirs).state is VisitState.BOOKED


class TestPlan:
    @pytest.fixture
    def draft(self, scene: Scene) -> CarePlan:
        case = scene.line.plan.case
        scene.line.plan.state = PlanState.REPLACED
        db.session.flush()
        line = make_line(case, scene.line.service, plan_state=PlanState.DRAFT, number=2)
        return line.plan

    def test_is_agreed_to_online(self, client: PortalClient, scene: Scene, draft: CarePlan) -> None:
        sign_in(client, scene)
        assert "돌봄 계획 보고 동의하기" in body(client, "/my")
        assert "2주에 1회" in body(client, "/my/plan")
        client.post("/my/plan", data={"shown": draft.written_at.isoformat()})
        agreed = db.session.get_one(CarePlan, draft.id, populate_existing=True)
        assert (agreed.state, agreed.agreed_by) == (PlanState.AGREED, AgreedBy.ONLINE)

    def test_that_changed_meanwhile_is_read_again(self, client: PortalClient, scene: Scene, draft: CarePlan) -> None:
        shown = draft.written_at.isoformat()
        draft.written_at = NOW + timedelta(minutes=5)
        sign_in(client, scene)
        answer = client.post("/my/plan", data={"shown": shown})
        assert answer.status_code == 422
        assert "계획이 바뀌었습니다" in answer.get_data(as_text=True)
