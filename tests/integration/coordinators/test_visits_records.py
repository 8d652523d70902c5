"""What is written about a visit at the door, and what the resident says about it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.actions import (
    record_nobody_home,
    record_provider_absent,
    record_visit,
)
from portal.coordinators.visits.rules import StepDone
from portal.coordinators.visits.states import Attempt, ConfirmedBy, Rating, VisitState
from portal.coordinators.visits.wishes import ask_to_move, confirm_coming, confirm_took_place, give_feedback, keep_time
from portal.core.errors import Conflict, DomainError, Forbidden
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import (
    Scene,
    make_scene,
    make_visit,
)
from tests.factories.visiting import after, messages, record_of

S = VisitState


class TestRecord:
    def test_keeps_what_was_done(self, scene: Scene) -> None:
        visit = make_visit(scene)
        steps = [StepDone("인사와 확인", required=True, done=True), StepDone("환기", required=False, done=False)]
        record_visit(visit, record_of(visit, *steps, notes="잘 계십니다"), actor=scene.worker, now=after(visit))
        assert (visit.state, visit.referral.state) == (S.DONE, ReferralState.DONE)
        assert [(step.name, step.done) for step in visit.steps] == [("인사와 확인", True), ("환기", False)]
        assert (visit.recorded_by_id, visit.notes) == (scene.worker.user_id, "잘 계십니다")

    def test_a_required_step_left_out_wants_a_note(self, scene: Scene) -> None:
        visit = make_visit(scene)
        left_out = StepDone("인사와 확인", required=True, done=False)
        with pytest.raises(DomainError, match="까닭을 적어"):
            record_visit(visit, record_of(visit, left_out), actor=scene.worker, now=after(visit))

    @pytest.mark.parametrize(
        ("arrived", "left", "field"),
        [
            (-1440, 0, "arrived_at"),
            (0, 0, "left_at"),
            (60, 30, "left_at"),
            (0, 300, "left_at"),
            (300, 360, "arrived_at"),
        ],
    )
    def test_impossible_times_are_refused(self, scene: Scene, arrived: int, left: int, field: str) -> None:
        visit = make_visit(scene)
        times = {
            "arrived_at": visit.starts_at + timedelta(minutes=arrived),
            "left_at": visit.starts_at + timedelta(minutes=left),
        }
        with pytest.raises(DomainError) as refusal:
            record_visit(visit, record_of(visit, **times), actor=scene.worker, now=after(visit))
        assert refusal.value.field == field

    def test_starts_the_service_and_makes_the_follow_up_due(self, scene: Scene) -> None:
        visit = make_visit(scene)
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
        case = visit.referral.case
        assert case.state is CaseState.IN_SERVICE
        assert case.next_contact_on == date(2026, 12, 1)

    def test_during_a_hold_of_the_case_is_still_taken(self, scene: Scene) -> None:
        visit = make_visit(scene)
        case = visit.referral.case
        case.state, case.state_before_hold = CaseState.ON_HOLD, CaseState.PLANNED
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
        assert case.state_before_hold is CaseState.IN_SERVICE

    def test_is_taken_once(self, scene: Scene) -> None:
        visit = make_visit(scene)
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
        with pytest.raises(Conflict):
            record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))

    def test_belongs_to_the_cooperative(self, scene: Scene) -> None:
        visit = make_visit(scene)
        with pytest.raises(Forbidden):
            record_visit(visit, record_of(visit), actor=scene.coordinator, now=after(visit))


class TestNotHappened:
    def test_nobody_home_makes_a_call_due_today_and_tells_the_coordinator(self, scene: Scene) -> None:
        visit = make_visit(scene)
        record_nobody_home(
            visit, [Attempt.RANG, Attempt.CALLED], note="인기척 없음", actor=scene.worker, now=after(visit)
        )
        assert (visit.state, visit.referral.state) == (S.NOBODY_HOME, ReferralState.NOBODY_HOME)
        assert visit.referral.case.next_contact_on == TODAY + timedelta(days=1)
        (mail,) = messages("visit_nobody_home")
        assert mail.recipient == visit.referral.case.coordinator.email
        assert visit.attempts == ["rang", "called"]

    def test_nobody_home_says_what_was_tried(self, scene: Scene) -> None:
        visit = make_visit(scene)
        with pytest.raises(DomainError, match="하나 이상"):
            record_nobody_home(visit, [], actor=scene.worker, now=after(visit))

    def test_provider_absent_is_written_by_either_side(self, session: Session) -> None:
        for who in ("worker", "coordinator"):
            scene = make_scene()
            visit = make_visit(scene)
            record_provider_absent(visit, note="차 고장", actor=getattr(scene, who), now=after(visit))
            assert visit.state is S.PROVIDER_ABSENT

    def test_nobody_is_missing_before_the_visit_begins(self, scene: Scene) -> None:
        visit = make_visit(scene)
        early = visit.starts_at - timedelta(minutes=1)
        with pytest.raises(DomainError, match="방문 시각이 되지"):
            record_nobody_home(visit, [Attempt.RANG], actor=scene.worker, now=early)
        with pytest.raises(DomainError, match="방문 시각이 되지"):
            record_provider_absent(visit, note="", actor=scene.worker, now=early)


class TestWishes:
    def test_a_wish_reaches_the_coordinator_who_decides(self, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        ask_to_move(visit, "", slot_id=later.id, actor=scene.resident, now=NOW)
        assert (visit.move_wish, visit.wished_slot_id) == ("11월 25일 수요일 14:00", later.id)
        assert visit.starts_at == scene.slot.starts_at
        assert visit.referral.case.next_contact_on == TODAY
        assert len(messages("visit_move_asked")) == 1

    def test_a_wish_says_something(self, scene: Scene) -> None:
        with pytest.raises(DomainError, match="고르거나 적어"):
            ask_to_move(make_visit(scene), "", actor=scene.resident, now=NOW)

    def test_a_wish_names_a_time_of_the_same_service(self, scene: Scene) -> None:
        with pytest.raises(DomainError, match="고를 수 없는"):
            ask_to_move(make_visit(scene), "", slot_id=make_scene().slot.id, actor=scene.resident, now=NOW)

    def test_leaving_the_time_is_told(self, scene: Scene) -> None:
        visit = make_visit(scene)
        ask_to_move(visit, "다음 주", actor=scene.resident, now=NOW)
        keep_time(visit, actor=scene.coordinator, now=NOW)
        assert (visit.move_wish, visit.move_asked_at) == ("", None)
        assert len(messages("visit_kept")) == 1

    def test_confirming_takes_a_wish_back(self, scene: Scene) -> None:
        visit = make_visit(scene)
        ask_to_move(visit, "다음 주", actor=scene.resident, now=NOW)
        confirm_coming(visit, actor=scene.resident, now=NOW)
        assert (visit.resident_confirmed_at, visit.move_asked_at) == (NOW, None)

    def test_a_poor_visit_makes_a_call_due(self, scene: Scene) -> None:
        visit = make_visit(scene)
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
        give_feedback(visit, Rating.POOR, "늦게 오셨어요", actor=scene.resident, now=after(visit))
        assert visit.referral.case.next_contact_on == TODAY + timedelta(days=1)
        assert len(messages("visit_poor")) == 1

    def test_what_nobody_confirmed_is_confirmed_afterwards(self, scene: Scene) -> None:
        visit = make_visit(scene)
        unconfirmed = record_of(visit, confirmed_by=ConfirmedBy.NOT_POSSIBLE)
        record_visit(visit, unconfirmed, actor=scene.worker, now=after(visit))
        confirm_took_place(visit, actor=scene.resident, now=after(visit))
        assert visit.confirmed_by is ConfirmedBy.ONLINE
        with pytest.raises(Conflict):
            confirm_took_place(visit, actor=scene.resident, now=after(visit))

    def test_nobody_else_speaks_for_the_resident(self, scene: Scene) -> None:
        with pytest.raises(Forbidden):
            confirm_coming(make_visit(scene), actor=scene.worker, now=NOW)
