"""Places are never given away twice, the line moves up by itself, and missing training is told or stops."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user
from portal.config import Settings
from portal.consortium.members.models import Organisation
from portal.coordinators.gate.asking import refuse_worker
from portal.coordinators.visits.naming import name_worker
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.events import Event, tell
from portal.core.permissions import Role
from portal.documents.pdf import document_pdf
from portal.duty.models import StaffNotice
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.actions import destroy_what_is_over
from portal.workforce.training import actions
from portal.workforce.training.actions import CourseDetails, Result, SessionDetails
from portal.workforce.training.models import TrainingEnrolment, TrainingSession
from portal.workforce.training.needs import missing_count, needs_for
from portal.workforce.training.paper import certificate_document
from portal.workforce.training.queries import (
    enrolments_of,
    get_enrolment,
    is_trained,
    sessions_without_results,
    untrained,
)
from portal.workforce.training.states import EnrolmentState, NeedStanding
from portal.workforce.training.tasks import warn_of_ending
from portal.workforce.training.truth import untruth_of_ending, untruth_of_enrolment
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation, make_service
from tests.factories.referrals import make_scene, make_visit
from tests.factories.training import AFTER, make_course, make_session, pass_course
from tests.factories.workers import make_worker
from tests.otherwise import portal_with

S = EnrolmentState
DAY = timedelta(days=1)


def staff_of(member: Organisation) -> Actor:
    return make_user(Role.COOPERATIVE, organisation_id=member.id).actor


def states(session: TrainingSession) -> dict[str, EnrolmentState]:
    return {each.learner_name: each.state for each in enrolments_of(session, viewer=OFFICE)}


class TestPlaces:
    def test_who_finds_none_waits_and_moves_up_in_order(self, session: Session) -> None:
        member = make_organisation()
        own, course = staff_of(member), make_session(make_course(), places=1)
        ids = [make_worker(member.id, name=name).id for name in ("가가람", "나나리", "다다솜")]
        first, second, _third = actions.enrol(course, ids, [], actor=own, now=NOW)
        assert [each.state for each in enrolments_of(course, viewer=own)] == [S.BOOKED, S.WAITING, S.WAITING]
        actions.withdraw(first, actor=own, now=NOW)
        assert states(course) == {"가가람": S.WITHDRAWN, "나나리": S.BOOKED, "다다솜": S.WAITING}
        (told,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "training_session"))
        assert "자리가 났습니다" in told.subject
        assert untruth_of_enrolment(told, NOW) is None
        actions.enrol(course, [ids[0]], [], actor=own, now=NOW + DAY)
        actions.withdraw(second, actor=own, now=NOW + DAY)
        assert untruth_of_enrolment(told, NOW) is not None
        assert states(course) == {"가가람": S.WAITING, "나나리": S.WITHDRAWN, "다다솜": S.BOOKED}
        assert course.taken == 1

    def test_more_of_them_let_the_line_move_up_and_fewer_than_taken_are_refused(self, session: Session) -> None:
        member, course = make_organisation(), make_session(make_course(), places=1)
        ids = [make_worker(member.id, name=name).id for name in ("가가람", "나나리")]
        actions.enrol(course, ids, [], actor=OFFICE, now=NOW)
        details = SessionDetails(course.starts_at, course.ends_at, "4층", "이강사", 2)
        actions.edit_session(course, details, actor=OFFICE, now=NOW)
        assert set(states(course).values()) == {S.BOOKED}
        kinds = session.scalars(select(OutboxMessage.subject).where(OutboxMessage.kind == "training_session")).all()
        assert len(kinds) == 3
        fewer = SessionDetails(course.starts_at, course.ends_at, "4층", "이강사", 1)
        with pytest.raises(DomainError, match="적게"):
            actions.edit_session(course, fewer, actor=OFFICE, now=NOW)

    def test_nobody_joins_once_it_began_but_the_office_writes_down_who_came(self, session: Session) -> None:
        member, course = make_organisation(), make_session(make_course())
        worker = make_worker(member.id)
        with pytest.raises(Conflict, match="이미 시작"):
            actions.enrol(course, [worker.id], [], actor=staff_of(member), now=AFTER)
        (enrolment,) = actions.enrol(course, [worker.id], [], actor=OFFICE, now=AFTER)
        actions.write_results(course, {enrolment.id: Result(True)}, actor=OFFICE, now=AFTER)
        assert enrolment.state is S.PASSED

    def test_whom_the_office_adds_once_it_began_has_a_place(self, session: Session) -> None:
        member, course = make_organisation(), make_session(make_course(), places=1)
        ids = [make_worker(member.id, name=name).id for name in ("가가람", "나나리", "다다솜")]
        actions.enrol(course, ids[:2], [], actor=OFFICE, now=NOW)
        late = actions.enrol(course, ids[2:], [], actor=OFFICE, now=AFTER)
        assert states(course) == {"가가람": S.BOOKED, "나나리": S.WAITING, "다다솜": S.BOOKED}
        assert (course.places, course.taken) == (2, 2)
        actions.write_results(course, {late[0].id: Result(True)}, actor=OFFICE, now=AFTER)
        assert late[0].state is S.PASSED
        actions.enrol(course, [ids[1]], [], actor=OFFICE, now=AFTER)
        assert (states(course)["나나리"], course.places, course.taken) == (S.BOOKED, 3, 3)
        assert (sessions_without_results(NOW), sessions_without_results(AFTER)) == ([], [course])

    def test_a_session_that_is_called_off_has_nobody(self, session: Session) -> None:
        member, course = make_organisation(), make_session(make_course())
        actions.enrol(course, [make_worker(member.id).id], [], actor=OFFICE, now=NOW)
        actions.call_off_session(course, actor=OFFICE, now=NOW)
        assert (set(states(course).values()), course.taken) == ({S.WITHDRAWN}, 0)
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "training_session")).all()
        assert len(told) == 1
        with pytest.raises(Conflict, match="취소된"):
            actions.enrol(course, [], [], actor=OFFICE, now=NOW)


class TestWhose:
    def test_a_member_enrols_and_sees_its_own_and_no_other(self, session: Session) -> None:
        member, other = make_organisation(), make_organisation()
        course, worker = make_session(make_course()), make_worker(member.id)
        with pytest.raises(Conflict):
            actions.enrol(course, [worker.id], [], actor=staff_of(other), now=NOW)
        (enrolment,) = actions.enrol(course, [worker.id], [], actor=staff_of(member), now=NOW)
        with pytest.raises(NotFound):
            get_enrolment(enrolment.id, viewer=staff_of(other))
        assert enrolments_of(course, viewer=staff_of(other)) == []
        with pytest.raises(Forbidden):
            actions.write_results(course, {}, actor=staff_of(member), now=AFTER)

    def test_a_coordinator_enrols_for_themselves_alone(self, session: Session) -> None:
        one, two = make_user(Role.COORDINATOR), make_user(Role.COORDINATOR)
        course = make_session(make_course())
        with pytest.raises(Conflict):
            actions.enrol(course, [], [two.id], actor=one.actor, now=NOW)
        (enrolment,) = actions.enrol(course, [], [one.id], actor=one.actor, now=NOW)
        assert get_enrolment(enrolment.id, viewer=one.actor) is enrolment
        with pytest.raises(NotFound):
            get_enrolment(enrolment.id, viewer=two.actor)


class TestNeeds:
    def test_say_the_same_in_sql_as_the_rules(self, session: Session) -> None:
        service, other = make_service(), make_service()
        member = make_organisation()
        worker, second = make_worker(member.id, service), make_worker(member.id, other, name="남두리")
        course = make_course(service)
        make_course(is_open=False, of_all_workers=True)
        own = staff_of(member)
        assert untrained([worker, second], service.id, TODAY) == {worker.id, second.id}
        assert untrained([worker, second], other.id, TODAY) == set()
        assert session.scalar(missing_count(member.id, TODAY)) == 1
        enrolment = pass_course(course, worker, OFFICE)
        (needs,) = needs_for(own, TODAY)
        assert [(need.learner, need.standing) for need in needs.needs] == [(worker, NeedStanding.HELD)]
        last = enrolment.valid_until
        assert last is not None
        days = (TODAY, last, last + DAY)
        held = [bool(session.scalar(select(is_trained(worker, service.id, day)))) for day in days]
        assert held == [True, True, False]
        actions.revoke_certificate(enrolment, "잘못 적음", actor=OFFICE, now=NOW)
        assert session.scalar(missing_count(member.id, TODAY)) == 1

    def test_members_and_coordinators_hear_once_before_it_runs_out(self, session: Session) -> None:
        member, course = make_organisation(), make_course(of_all_workers=True, of_coordinators=True)
        pass_course(course, make_worker(member.id), OFFICE)
        coordinator = make_user(Role.COORDINATOR)
        held = make_session(course, starts_at=NOW - 4 * DAY)
        (enrolment,) = actions.enrol(held, [], [coordinator.id], actor=OFFICE, now=NOW)
        actions.write_results(held, {enrolment.id: Result(True)}, actor=OFFICE, now=NOW)
        assert warn_of_ending(NOW) == 0
        soon = NOW + timedelta(days=340)
        assert warn_of_ending(soon) == 2
        assert warn_of_ending(soon + DAY) == 0
        mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "training_ends_30")).first()
        assert mail is not None
        assert untruth_of_ending(mail, soon) is None
        actions.revoke_certificate(
            session.scalars(select(TrainingEnrolment).where(TrainingEnrolment.worker_id.is_not(None))).one(),
            "잘못", actor=OFFICE, now=soon,
        )  # fmt: skip
        assert untruth_of_ending(mail, soon) is not None

    @pytest.mark.parametrize(
        ("names", "told"),
        [(("돌봄 기초", "응급 대응"), "돌봄 기초, 응급 대응"), (("가" * 100, "나" * 100), f"{'가' * 100} 외 1과정")],
    )
    def test_courses_that_end_on_one_day_are_told_as_one(
        self, session: Session, names: tuple[str, str], told: str
    ) -> None:
        coordinator = make_user(Role.COORDINATOR)
        for name in names:
            held = make_session(make_course(name=name, of_coordinators=True), starts_at=NOW - 4 * DAY)
            (enrolment,) = actions.enrol(held, [], [coordinator.id], actor=OFFICE, now=NOW)
            actions.write_results(held, {enrolment.id: Result(True)}, actor=OFFICE, now=NOW)
        assert warn_of_ending(NOW + timedelta(days=340)) == 1
        (notice,) = session.scalars(select(StaffNotice).where(StaffNotice.user_id == coordinator.id))
        assert notice.words.endswith(f"에 끝납니다: {told}")

    def test_what_somebody_learned_goes_three_years_after_they_left(self, session: Session) -> None:
        worker = make_worker(make_organisation().id, ends_on=TODAY)
        pass_course(make_course(), worker, OFFICE)
        later = NOW.replace(year=NOW.year + 3)
        destroy_what_is_over(later - DAY)
        assert len(session.scalars(select(TrainingEnrolment)).all()) == 1
        destroy_what_is_over(later + 2 * DAY)
        assert session.scalars(select(TrainingEnrolment)).all() == []


class TestTheGate:
    def test_warns_of_whoever_lacks_a_course(self, session: Session) -> None:
        scene = make_scene()
        worker = make_worker(scene.slot.organisation_id, scene.line.service)
        make_course(scene.line.service)
        visit = make_visit(scene)
        name_worker(visit, worker.id, actor=scene.worker, now=NOW)
        assert visit.worker_id == worker.id

    def test_stops_them_where_the_office_says_so(self, settings: Settings, tmp_path: Path) -> None:
        with portal_with(settings, tmp_path, training_stops=True) as app, app.app_context():
            scene = make_scene()
            worker = make_worker(scene.slot.organisation_id, scene.line.service)
            course = make_course(scene.line.service)
            visit = make_visit(scene)
            with pytest.raises(DomainError, match="필수 교육"):
                refuse_worker(visit.referral, worker.id, now=NOW)
            pass_course(course, worker, OFFICE)
            name_worker(visit, worker.id, actor=scene.worker, now=NOW)
            assert visit.worker_id == worker.id


def test_whoever_leaves_gives_the_place_back_and_a_session_that_is_put_off_asks_again(session: Session) -> None:
    member, leaver = make_organisation(), make_user(Role.COORDINATOR)
    own = staff_of(member)
    course = make_session(make_course(), places=2)
    going, waiting, staying = (make_worker(member.id, name=name) for name in ("가가람", "나나리", "다다솜"))
    actions.enrol(course, [going.id], [leaver.id], actor=OFFICE, now=NOW)
    actions.enrol(course, [waiting.id, staying.id], [], actor=own, now=NOW)
    disable_user(leaver, actor=OFFICE, now=NOW)
    waiting.ends_on = TODAY + 8 * DAY
    going.ends_on = TODAY + DAY
    tell(Event.MEMBER_CHANGED, member.id, actor=own, now=NOW)
    left = {leaver.name: S.WITHDRAWN, "가가람": S.WITHDRAWN}
    assert (states(course), course.taken) == (left | {"나나리": S.BOOKED, "다다솜": S.BOOKED}, 2)
    later = SessionDetails(course.starts_at + 9 * DAY, course.ends_at + 9 * DAY, "4층", "박강사", 1 + 1)
    actions.edit_session(course, later, actor=OFFICE, now=NOW)
    assert (states(course), course.taken) == (left | {"나나리": S.WITHDRAWN, "다다솜": S.BOOKED}, 1)


def test_a_certificate_names_whom_it_was_issued_to(session: Session) -> None:
    member = make_organisation("울림두레")
    worker = make_worker(member.id, name="오세라")
    enrolment = pass_course(make_course(), worker, OFFICE)
    issued = document_pdf(certificate_document(enrolment))
    worker.name, member.name = "김다른", "다른 이름"
    session.flush()
    assert (enrolment.issued_to, enrolment.issued_home) == ("오세라", "울림두레")
    assert document_pdf(certificate_document(enrolment)) == issued


def test_a_course_of_which_a_certificate_was_issued_keeps_its_name(session: Session) -> None:
    course = make_course()
    enrolment = pass_course(course, make_worker(make_organisation().id), OFFICE)
    with pytest.raises(DomainError, match="수료증이 나갔"):
        actions.save_course(course, CourseDetails("다른 이름", 8), actor=OFFICE, now=NOW)
    same = CourseDetails(course.name, course.hours, about="더 자세히", valid_months=24)
    actions.save_course(course, same, actor=OFFICE, now=NOW)
    assert (course.about, enrolment.issued_on) == ("더 자세히", day_of(NOW - 3 * DAY))
    held = enrolment.session
    details = SessionDetails(held.starts_at, held.ends_at, "4층", "박강사", 9)
    with pytest.raises(Conflict, match="수료증이 나갔"):
        actions.edit_session(held, details, actor=OFFICE, now=NOW)
