"""What practice teaches gathers, comes to the next working meeting once, and tells what became of it the last time."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.consortium.lessons.actions import bring_lesson, bring_what_is_due
from portal.consortium.lessons.models import Lesson, LessonRow
from portal.consortium.lessons.queries import before, found_of, gathered, lessons_on
from portal.consortium.lessons.sources import LESSONS
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import LeftOver
from portal.coordinators.referrals.actions import decline_referral
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.requests.actions import answer_request, ask, withdraw_request
from portal.coordinators.requests.lessons import topic_of
from portal.coordinators.requests.states import RequestKind
from portal.coordinators.visits.actions import record_provider_absent
from portal.coordinators.visits.states import Rating
from portal.coordinators.visits.wishes import give_feedback
from portal.core import clock
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.extensions import db
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.states import WorryVerb
from tests.client import PortalClient
from tests.factories.alerts import end_as, make_alert
from tests.factories.consortium import NOW, OFFICE
from tests.factories.lessons import STEP, STEPS, make_left_out, the_only
from tests.factories.meetings import hold, make_meeting, make_office, write
from tests.factories.referrals import Scene, make_referral, make_scene, make_visit
from tests.factories.visiting import after
from tests.factories.worries import make_worry
from tests.pages import words_of

LATER = NOW + timedelta(days=14)
MEETING = NOW + timedelta(days=15)
NEXT = MEETING + timedelta(days=28)


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(capacity=9)


def mark(office: Actor, kind: str = STEPS) -> str:
    return the_only(kind, office, LATER).topic.mark


def spoken_of(meeting: Meeting, office: Actor, text: str = "손잡이가 높아서였습니다.") -> None:
    """Speak about the last point, decide, and close the meeting."""
    item = meeting.items[-1]
    write(item, text, office)
    meetings.add_decision(item, meetings.Outcome("창문이 높은 집은 둘이 간다."), actor=office, now=MEETING)
    meetings.close_meeting(hold(meeting, office), actor=office, now=MEETING + timedelta(hours=3))


class TestGathering:
    def test_steps_left_out_gather_by_section_of_the_manual(self, office: Actor, scene: Scene) -> None:
        visits = make_left_out(scene, 3)
        found = the_only(STEPS, office, LATER)
        assert (found.topic.title, found.topic.place, found.times) == (
            f"청소 서비스 업무 매뉴얼에서 빠지는 단계: {STEP}",
            "청소 서비스 업무 매뉴얼, 업무 절차",
            3,
        )
        assert {each.about for each in found.bundle.happenings} == {("visit", visit.id) for visit in visits}

    def test_each_feature_tells_of_its_own(self, office: Actor, scene: Scene) -> None:
        absent, poor, declined = (make_visit(scene), *make_left_out(scene, notes="문이 잠겨 있었습니다."), None)
        record_provider_absent(absent, note="", actor=scene.worker, now=after(absent))
        give_feedback(poor, Rating.POOR, "늦었어요", actor=scene.resident, now=LATER)
        declined = make_referral(scene, scene.another_slot(days=8))
        decline_referral(declined, DeclineReason.SAFETY, actor=scene.worker, now=NOW)
        end_as(make_alert(scene.line.plan.case, level=AlertLevel.DANGER))
        handle_worry(make_worry(), WorryVerb.SET_ASIDE, "다른 곳에 알림", actor=OFFICE, now=NOW)
        handle_worry(make_worry(), WorryVerb.LOOK_INTO, "찾아가 봄", actor=OFFICE, now=NOW)
        for kind in (RequestKind.MORE_HELP, RequestKind.OTHER_COORDINATOR):
            ask(scene.person, kind, "부탁합니다", actor=scene.resident, now=NOW)
        told = {
            kind: [found.topic.title for found in found_of(kind, source, now=LATER)] for kind, source in LESSONS.items()
        }
        assert told == {
            "steps_left_out": [f"청소 서비스 업무 매뉴얼에서 빠지는 단계: {STEP}"],
            "visit_notes": ["청소 서비스 업무 매뉴얼: 방문 기록에 남긴 말"],
            "visits_poor": ["아쉬웠다는 청소 방문"],
            "visits_missed": ["협동조합이 가지 못한 청소 방문"],
            "declines": ["청소 연계 거절: 안전이 걱정됩니다"],
            "unmet": [],
            "wishes": ["더 바라는 도움: 서비스에 없는 도움"],
            "complaints": ["코디네이터를 바꾸어 달라는 부탁"],
            "messages": [],
            "leaks": [],
            "alerts": ["위험 단계 안부 경보: 무사함"],
            "worries": ["걱정 소식: 살펴보지 않고 마침"],
        }
        for of_monitoring in ("alerts", "worries"):
            assert not the_only(of_monitoring, office, LATER).is_due

    def test_what_was_taken_back_counts_and_is_quoted_no_more(self, office: Actor, scene: Scene) -> None:
        asked = ask(scene.person, RequestKind.OTHER_COORDINATOR, "부탁합니다", actor=scene.resident, now=NOW)
        source = dict(LESSONS.items())["complaints"]
        assert source.said is not None
        assert (len(list(source.gather(NOW))), list(source.said([asked.id]))) == (1, ["부탁합니다"])
        withdraw_request(asked, actor=scene.resident, now=NOW)
        assert (list(source.gather(NOW)), list(source.said([asked.id]))) == ([], [])

    def test_what_people_say_of_late_is_read_first(self, office: Actor, scene: Scene) -> None:
        make_left_out(scene, 1, note="먼저 적은 말")
        make_left_out(scene, 1, first=5, note="나중에 적은 말")
        rows = the_only(STEPS, office, LATER).bundle.happenings
        said = dict(LESSONS.items())[STEPS].said
        assert said is not None
        assert list(said([each.id for each in rows])) == ["나중에 적은 말", "먼저 적은 말"]

    def test_only_the_office_looks(self, scene: Scene) -> None:
        with pytest.raises(Forbidden):
            gathered(viewer=scene.coordinator, now=NOW)


class TestBringing:
    def test_it_comes_to_the_agenda_once_with_its_rows(self, office: Actor, scene: Scene) -> None:
        meeting = make_meeting(office, starts_at=MEETING)
        make_left_out(scene, 2)
        lesson = bring_lesson(STEPS, of := mark(office), actor=office, now=LATER)
        item = meeting.items[-1]
        assert (item.title, len(lesson.rows), lessons_on(meeting.items)) == (
            f"청소 서비스 업무 매뉴얼에서 빠지는 단계: {STEP}",
            2,
            {lesson.proposal_id: lesson},
        )
        assert "까지 2번\n기관: 울림두레돌봄사회적협동조합 2번" in item.note
        with pytest.raises(NotFound):
            bring_lesson(STEPS, of, actor=office, now=LATER)
        make_left_out(scene, 1, first=5)
        with pytest.raises(Conflict):
            bring_lesson(STEPS, of, actor=office, now=LATER)

    def test_no_row_stands_twice_behind_the_same(self, office: Actor, scene: Scene) -> None:
        make_left_out(scene)
        row = bring_lesson(STEPS, mark(office), actor=office, now=LATER).rows[0]
        again = {name: getattr(row, name) for name in ("lesson_id", "kind", "key", "row_id", "subject_kind")}
        db.session.add(LessonRow(**again, subject_id=row.subject_id, happened_on=row.happened_on))
        with pytest.raises(Exception, match="lesson_row"):
            db.session.flush()

    def test_so_often_it_comes_by_itself(self, office: Actor, scene: Scene) -> None:
        make_left_out(scene, 2)
        assert bring_what_is_due(actor=SYSTEM, now=LATER) == 0
        make_left_out(scene, 1, first=5)
        assert [bring_what_is_due(actor=SYSTEM, now=LATER) for _ in range(2)] == [1, 0]
        lesson = db.session.query(Lesson).one()
        assert (lesson.proposal.proposed_by, lesson.proposal.item_id) == ("포털", None)
        meeting = make_meeting(office, starts_at=MEETING)
        assert lessons_on(meeting.items) == {lesson.proposal_id: lesson}

    def test_what_became_of_the_last_time_comes_along(self, office: Actor, scene: Scene) -> None:
        meeting = make_meeting(office, starts_at=MEETING)
        make_left_out(scene, 3)
        first = bring_lesson(STEPS, mark(office), actor=office, now=LATER)
        spoken_of(meeting, office)
        make_left_out(scene, 1, first=5)
        found = the_only(STEPS, office, LATER)
        assert (found.waits, found.times, found.last) == (None, 1, meeting.items[-1])
        again = bring_lesson(STEPS, found.topic.mark, actor=office, now=MEETING + timedelta(days=1))
        assert "회의에서 다루었습니다.\n· 결정: 창문이 높은 집은 둘이 간다." in again.proposal.reason
        assert (before(first), before(again)) == (None, meeting.items[-1])

    def test_what_no_meeting_came_to_goes_on_waiting(self, office: Actor, scene: Scene) -> None:
        meeting = make_meeting(office, starts_at=MEETING)
        make_left_out(scene, 3)
        lesson = bring_lesson(STEPS, mark(office), actor=office, now=LATER)
        write(meeting.items[0], "이야기함", office)
        meetings.close_meeting(hold(meeting, office), actor=office, now=MEETING + timedelta(hours=3))
        make_left_out(scene, 1, first=5)
        assert the_only(STEPS, office, LATER).waits is lesson

    def test_what_is_carried_over_stands_on_the_meeting_that_is_planned_already(
        self, office: Actor, scene: Scene
    ) -> None:
        meeting, following = make_meeting(office, starts_at=MEETING), make_meeting(office, starts_at=NEXT)
        make_left_out(scene, 3)
        lesson = bring_lesson(STEPS, mark(office), actor=office, now=LATER)
        meetings.close_meeting(hold(meeting, office), actor=office, now=MEETING + timedelta(hours=3))
        db.session.expire_all()
        assert lessons_on(following.items) == {lesson.proposal_id: lesson}
        make_left_out(scene, 1, first=5)
        assert the_only(STEPS, office, LATER).waits is lesson

    def test_what_is_dropped_waits_no_more_and_says_so_the_next_time(self, office: Actor, scene: Scene) -> None:
        meeting = make_meeting(office, starts_at=MEETING)
        make_left_out(scene, 3)
        bring_lesson(STEPS, mark(office), actor=office, now=LATER)
        left = {meeting.items[-1].id: LeftOver.DROPPED}
        meetings.close_meeting(hold(meeting, office), actor=office, now=MEETING + timedelta(hours=3), left=left)
        make_left_out(scene, 1, first=5)
        found = the_only(STEPS, office, LATER)
        assert found.waits is None
        again = bring_lesson(STEPS, found.topic.mark, actor=office, now=MEETING + timedelta(days=1))
        assert again.proposal.reason.endswith("회의에서 다루지 않기로 했습니다.")


class TestPages:
    def test_from_the_list_to_the_agenda_to_what_stands_behind(
        self, client: PortalClient, office: Actor, scene: Scene
    ) -> None:
        meeting = make_meeting(office, starts_at=MEETING)
        make_left_out(scene, 2, note=f"{scene.person.name} 님이 거절하셨습니다.")
        db.session.commit()
        assert office.user_id is not None
        assert scene.worker.user_id is not None
        client.sign_in(office.user_id)
        assert "빠지는 단계" in client.get("/lessons").get_data(as_text=True)
        at = f"/lessons/{STEPS}/{mark(office)}"
        quoted = words_of(client.get(at).get_data(as_text=True))
        assert "○○○ 님이 거절하셨습니다." in quoted
        assert "다음 실무회의 안건에 올리기" in quoted
        assert "다음 실무회의 안건에 올렸습니다." in words_of(
            client.get(client.post(at).location).get_data(as_text=True)
        )
        agenda = client.get(f"/meetings/{meeting.id}").get_data(as_text=True)
        behind = f"/lessons/brought/{db.session.query(Lesson).one().id}"
        assert f'href="{behind}"' in agenda
        assert f'href="/meetings/{meeting.id}"' in client.get(behind).get_data(as_text=True)
        client.sign_in(scene.worker.user_id)
        shown = words_of(client.get(behind).get_data(as_text=True))
        assert "울림두레돌봄사회적협동조합 2번" in shown
        assert scene.person.name not in shown

    def test_what_somebody_wrote_is_proposed_from_its_answer_in_other_words(
        self, client: PortalClient, office: Actor, scene: Scene
    ) -> None:
        written = f"{scene.person.name}입니다. 승강기가 없어 나가기 어렵습니다."
        asked = ask(scene.person, RequestKind.MESSAGE, written, actor=scene.resident, now=clock.now())
        db.session.commit()
        assert office.user_id is not None
        client.sign_in(office.user_id)
        own, offer = f"/requests/{asked.id}", "안건으로 제안하기"
        assert offer not in client.get(own).get_data(as_text=True)
        answer_request(asked, "알아보겠습니다.", actor=office, now=clock.now())
        db.session.commit()
        at = f"/lessons/messages/{topic_of(asked).mark}"
        assert f'href="{at}"' in client.get(own).get_data(as_text=True)
        assert at not in client.get("/lessons").get_data(as_text=True)
        assert "○○○입니다. 승강기가 없어" in words_of(client.get(at).get_data(as_text=True))
        assert client.post(at, data={"words": ""}).status_code == 422
        assert bring_what_is_due(actor=SYSTEM, now=clock.now()) == 0
        client.post(at, data={"words": "승강기가 없는 집의 외출"})
        proposal = db.session.query(Lesson).one().proposal
        assert proposal.reason.startswith("승강기가 없는 집의 외출\n")
        assert scene.person.name not in proposal.title + proposal.reason
        assert "올린 안건 보기" in client.get(own).get_data(as_text=True)
