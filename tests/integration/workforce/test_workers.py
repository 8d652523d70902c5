"""A co-operative keeps its workers; whose checks ran out is named for no visit, and members hear of it before."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.consortium.members.models import Organisation
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.gate.broken import broken_for
from portal.coordinators.gate.states import Hindrance, WayOut
from portal.coordinators.referrals.times import slots_for
from portal.coordinators.visits.actions import book_visit, move_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.naming import name_worker
from portal.coordinators.visits.queries import free_workers
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.db import migrations
from portal.extensions import db
from portal.privacy.retention.actions import destroy_what_is_over
from portal.residents.households.states import Language, Sex
from portal.workforce.workers.actions import (
    CheckMade,
    WorkerDetails,
    add_worker,
    edit_worker,
    enter_checks,
    strike_check,
)
from portal.workforce.workers.models import Worker, WorkerCheck
from portal.workforce.workers.queries import able_at, get_worker, is_checked, lacking, workers_for
from portal.workforce.workers.rules import missing
from portal.workforce.workers.states import CheckKind
from portal.workforce.workers.tasks import warn_of_checks
from portal.workforce.workers.truth import untruth_of_checks
from tests.databases import fresh_database_url, selected_kind
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE, TODAY, make_organisation, make_service
from tests.factories.referrals import Scene, make_accepted, make_scene, make_visit
from tests.factories.visiting import messages
from tests.factories.workers import FAR, HIRED, add_check, make_worker
from tests.otherwise import portal_with

DAY = timedelta(days=1)
BEFORE = "0060"
SLOT_DAY = TODAY + DAY


def staff_of(member: Organisation) -> Actor:
    return make_user(Role.COOPERATIVE, organisation_id=member.id).actor


def details(**values: object) -> WorkerDetails:
    given = {
        "name": "오세라",
        "door_name": "오 선생님",
        "sex": Sex.FEMALE,
        "starts_on": HIRED,
        "languages": ["ko", "zh"],
    }
    return WorkerDetails(**(given | values))  # type: ignore[arg-type]


class TestKeeping:
    def test_of_one_member_is_nobody_elses(self, session: Session) -> None:
        member, service = make_organisation(), make_service()
        own, other = staff_of(member), staff_of(make_organisation())
        worker = add_worker(member.id, details(service_ids=[service.id]), actor=own, now=NOW)
        assert get_worker(worker.id, viewer=own).services == [service]
        assert get_worker(worker.id, viewer=OFFICE).name == "오세라"
        with pytest.raises(NotFound):
            get_worker(worker.id, viewer=other)
        assert workers_for(other, day=TODAY).total == 0
        for actor in (other, OFFICE):
            with pytest.raises(Forbidden):
                edit_worker(worker, details(), actor=actor, now=NOW)

    def test_who_left_is_on_the_other_list(self, session: Session) -> None:
        member = make_organisation()
        make_worker(member.id, name="남은이")
        make_worker(member.id, name="떠난이", ends_on=TODAY - DAY)
        assert [one.name for one in workers_for(OFFICE, day=TODAY).items] == ["남은이"]
        assert [one.name for one in workers_for(OFFICE, day=TODAY, left=True).items] == ["떠난이"]

    def test_the_database_and_the_rule_say_the_same_of_checks(self, session: Session) -> None:
        worker = make_worker(make_organisation().id, kinds=[CheckKind.HEALTH, CheckKind.AGREEMENT])
        add_check(worker, CheckKind.CRIMINAL_RECORD, TODAY + DAY, struck_at=NOW)
        add_check(worker, CheckKind.CRIMINAL_RECORD, TODAY + 3 * DAY, done_on=TODAY)
        db.session.expire(worker)
        days = [TODAY + n * DAY for n in range(-2, 5)]
        said = [bool(session.scalar(select(Worker.id).where(is_checked(Worker, day)))) for day in days]
        assert (
            said == [not missing(worker.checks, day) for day in days] == [False, False, True, True, True, True, False]
        )

    def test_a_check_that_is_struck_counts_no_more(self, session: Session) -> None:
        member = make_organisation()
        worker, actor = make_worker(member.id, until=None), staff_of(member)
        made = [CheckMade(kind, HIRED, FAR) for kind in CheckKind]
        enter_checks(worker, made, actor=actor, now=NOW)
        assert missing(worker.checks, TODAY) == []
        strike_check(worker.checks[0], actor=actor, now=NOW)
        assert missing(worker.checks, TODAY) == [worker.checks[0].kind]
        with pytest.raises(Conflict):
            strike_check(worker.checks[0], actor=actor, now=NOW)


UNFIT: dict[str, tuple[Callable[[Scene], Worker], str]] = {
    "unchecked": (lambda scene: of(scene, until=TODAY), "확인"),
    "left": (lambda scene: of(scene, ends_on=TODAY), "하지 않는"),
    "yet to come": (lambda scene: of(scene, starts_on=SLOT_DAY + DAY), "하지 않는"),
    "of another service": (lambda scene: make_worker(scene.slot.organisation_id, make_service()), "하지 않는"),
    "carried over": (lambda scene: of(scene, until=None, is_carried_over=True), "확인"),
}


def of(scene: Scene, **values: object) -> Worker:
    """Somebody of the co-operative of the scene who does its service."""
    return make_worker(scene.slot.organisation_id, scene.line.service, **values)  # type: ignore[arg-type]


class TestNaming:
    @pytest.mark.parametrize("why", UNFIT)
    def test_refuses_whoever_may_not_go(self, session: Session, why: str) -> None:
        scene = make_scene()
        make, words = UNFIT[why]
        accepted, worker, fit = make_accepted(scene), make(scene), of(scene, name="남두리")
        with pytest.raises(Conflict):
            book_visit(accepted, actor=scene.coordinator, now=NOW, worker_id=worker.id)
        visit = book_visit(accepted, actor=scene.coordinator, now=NOW)
        assert free_workers(visit) == [fit]
        with pytest.raises(DomainError, match=words) as refused:
            name_worker(visit, worker.id, actor=scene.worker, now=NOW)
        assert refused.value.field == "worker"
        name_worker(visit, fit.id, actor=scene.worker, now=NOW)
        assert visit.worker_name == "남두리"

    def test_nobody_goes_to_two_places_at_once(self, session: Session) -> None:
        scene, other = make_scene(), make_scene()
        first, second = make_visit(scene), make_visit(other)
        second.organisation_id = second.referral.organisation_id = first.organisation_id
        second.slot.organisation_id = first.organisation_id
        worker = make_worker(first.organisation_id, scene.line.service, other.line.service)
        name_worker(first, worker.id, actor=scene.worker, now=NOW)
        assert free_workers(second) == []
        with pytest.raises(DomainError, match="다른 댁"):
            name_worker(second, worker.id, actor=scene.worker, now=NOW)
        name_worker(first, None, actor=scene.worker, now=NOW)
        name_worker(second, worker.id, actor=scene.worker, now=NOW)

    def test_of_another_member_is_not_found(self, session: Session) -> None:
        scene = make_scene()
        stranger = make_worker(make_organisation().id, scene.line.service)
        with pytest.raises(NotFound):
            name_worker(make_visit(scene), stranger.id, actor=scene.worker, now=NOW)

    def test_a_visit_is_not_moved_to_a_day_after_the_checks(self, session: Session) -> None:
        scene = make_scene()
        visit, later = make_visit(scene), scene.another_slot(days=4)
        name_worker(visit, of(scene, until=SLOT_DAY).id, actor=scene.worker, now=NOW)
        of(scene, name="남두리")
        with pytest.raises(DomainError, match="확인"):
            move_visit(visit, later.id, actor=scene.coordinator, now=NOW)

    def test_what_is_booked_breaks_when_a_check_is_struck_and_is_mended_by_another_one(self, session: Session) -> None:
        scene = make_scene()
        visit, worker, fit = make_visit(scene), of(scene), of(scene, name="남두리")
        name_worker(visit, worker.id, actor=scene.worker, now=NOW)
        strike_check(worker.checks[0], actor=scene.worker, now=NOW)
        (broken,) = broken_for(scene.coordinator, now=NOW)
        assert (broken.hindrance, next(iter(broken.ways_out))) == (Hindrance.UNCHECKED, WayOut.NAME)
        name_worker(visit, fit.id, actor=scene.coordinator, now=NOW)
        assert broken_for(scene.coordinator, now=NOW) == []

    def test_who_came_along_from_old_records_keeps_what_was_booked(self, session: Session) -> None:
        scene = make_scene()
        visit, worker = make_visit(scene), of(scene, until=None, is_carried_over=True)
        visit.worker_id = worker.id
        assert tell_broken(now=NOW) == []
        edit_worker(worker, details(service_ids=[scene.line.service_id]), actor=scene.worker, now=NOW)
        assert [broken.hindrance for broken in broken_for(scene.coordinator, now=NOW)] == [Hindrance.UNCHECKED]

    def test_times_to_which_nobody_may_be_sent_are_not_offered(self, session: Session) -> None:
        scene = make_scene()
        assert scene.slot in slots_for(scene.line, now=NOW)
        of(scene, until=TODAY)
        assert scene.slot not in slots_for(scene.line, now=NOW)
        other = of(scene, name="남두리")
        assert scene.slot in slots_for(scene.line, now=NOW)
        assert able_at([scene.slot]) == {scene.slot.id: {other.id}}

    @pytest.mark.parametrize("taking_off", ["struck", "left", "does it no more", "checked in part"])
    def test_a_member_takes_that_off_by_checks_alone(self, session: Session, taking_off: str) -> None:
        scene = make_scene()
        of(scene, until=None)
        assert scene.slot in slots_for(scene.line, now=NOW)
        worker = of(scene, name="남두리", kinds=[CheckKind.HEALTH] if taking_off == "checked in part" else CheckKind)
        if taking_off == "struck":
            for check in worker.checks:
                strike_check(check, actor=scene.worker, now=NOW)
        else:
            ends_on = TODAY if taking_off == "left" else None
            kept = [] if taking_off == "does it no more" else [scene.line.service_id]
            edit_worker(worker, details(service_ids=kept, ends_on=ends_on), actor=scene.worker, now=NOW)
        assert scene.slot not in slots_for(scene.line, now=NOW)


class TestWarnings:
    def test_go_to_the_member_and_the_office_before_a_check_ends(self, session: Session) -> None:
        lead, member = make_organisation(is_lead=True), make_organisation()
        worker = make_worker(member.id, until=TODAY + 29 * DAY)
        assert [warn_of_checks(NOW + n * DAY) for n in (0, 0, 1, 22, 23)] == [1, 0, 0, 1, 0]
        first = messages("worker_checks_30")
        assert {mail.recipient for mail in first} == {lead.email, member.email}
        assert "오세라" not in first[0].body + first[0].subject
        assert untruth_of_checks(first[0], NOW) is None
        for kind in CheckKind:
            add_check(worker, kind, FAR)
        db.session.expire(worker)
        assert untruth_of_checks(first[0], NOW) is not None

    def test_each_last_day_is_told_of_and_none_hides_another(self, session: Session) -> None:
        member = make_organisation()
        for days in (5, 6):
            make_worker(member.id, name=f"끝날이 {days}", until=TODAY + days * DAY)
        assert [warn_of_checks(NOW + n * DAY) for n in (0, 1)] == [2, 0]
        mails = messages("worker_checks_7")
        assert {mail.says for mail in mails} == {(TODAY + days * DAY).isoformat() for days in (5, 6)}
        assert {untruth_of_checks(mail, NOW) for mail in mails} == {None}

    def test_the_office_sees_whose_checks_are_missing(self, session: Session) -> None:
        member = make_organisation()
        make_worker(member.id, name="없는이", until=TODAY - DAY)
        make_worker(member.id, name="끝날이", until=TODAY + 5 * DAY)
        make_worker(member.id, name="있는이")
        (found,) = lacking(TODAY)
        assert ([one.name for one in found.missing], [one.name for one in found.ending]) == (["없는이"], ["끝날이"])


def test_a_worker_is_nobodys_three_years_after_they_left(session: Session) -> None:
    member = make_organisation()
    gone, here = make_worker(member.id, name="강하나", ends_on=TODAY), make_worker(member.id, name="남두리")
    left_alone = make_worker(make_organisation(left_on=TODAY).id, name="도세나")
    destroy_what_is_over(NOW + timedelta(days=3 * 365 + 2))
    assert [session.get_one(Worker, one.id).name for one in (gone, left_alone, here)] == ["", "", "남두리"]
    assert {check.worker_id for check in session.scalars(select(WorkerCheck))} == {here.id}


@pytest.mark.on_postgresql
def test_names_of_old_visits_become_workers_and_go_back_whole(settings: Settings, tmp_path: Path) -> None:
    with fresh_database_url(selected_kind()) as url:
        own = settings.model_copy(update={"database_url": url})
        migrations.upgrade(own.resolved_database_url)
        with portal_with(own, tmp_path) as app, app.app_context():
            scene = make_scene()
            visits = [make_visit(scene, scene.another_slot(days=days)) for days in (3, 5, 7)]
            workers = [make_worker(visits[0].organisation_id, name=name) for name in ("강하나", "남두리")]
            for visit, worker in zip(visits, (workers[0], workers[1], workers[0]), strict=True):
                visit.worker_id = worker.id
            ids = [visit.id for visit in visits]
            services, first_day = {scene.line.service_id}, visits[0].starts_at
            db.session.commit()
            db.engine.dispose()
            migrations.downgrade(own.resolved_database_url, BEFORE)
            migrations.upgrade(own.resolved_database_url)
            found = [db.session.get_one(Visit, visit_id, populate_existing=True) for visit_id in ids]
            assert [visit.worker_name for visit in found] == ["강하나", "남두리", "강하나"]
            carried = found[0].worker
            assert carried is not None
            assert carried.is_carried_over
            assert carried.starts_on == date(2026, 11, 26) == first_day.date()
            assert {service.id for service in carried.services} == services
            assert (carried.sex, carried.languages, carried.door_name) == (Sex.UNANSWERED, [], "강하나")
            assert Language.KOREAN not in carried.languages
            assert db.session.scalars(select(WorkerCheck)).all() == []
            db.session.rollback()
            db.engine.dispose()
