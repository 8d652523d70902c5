"""Somebody who came without checks is a sign to the co-operative and the office until it is set right."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.naming import look_into_unchecked
from portal.coordinators.visits.queries import came_unchecked, unchecked_count, unchecked_visits
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.workforce.workers.actions import CheckMade, enter_checks, strike_check
from portal.workforce.workers.models import Worker
from portal.workforce.workers.states import CheckKind
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE, make_organisation
from tests.factories.referrals import Scene, make_scene, make_visit
from tests.factories.visiting import after, record_of
from tests.factories.workers import HIRED, make_worker

DAY = timedelta(days=1)


def of(scene: Scene, **values: object) -> Worker:
    """Somebody of the co-operative of the scene who does its service."""
    return make_worker(scene.slot.organisation_id, scene.line.service, **values)  # type: ignore[arg-type]


def test_somebody_without_checks_is_a_sign_until_a_check_is_written_down_or_the_office_looked(session: Session) -> None:
    scene = make_scene()
    visit, worker = make_visit(scene), of(scene, until=day_of(scene.slot.starts_at) - DAY)
    other = make_user(Role.COOPERATIVE, organisation_id=make_organisation().id).actor
    record_visit(visit, record_of(visit, worker_id=worker.id), actor=scene.worker, now=after(visit))
    seen = [unchecked_visits(viewer) for viewer in (scene.worker, OFFICE, other)]
    assert seen == [[visit], [visit], []]
    assert [session.scalar(unchecked_count(viewer)) for viewer in (scene.worker, other)] == [1, 0]
    with pytest.raises(Forbidden):
        look_into_unchecked(visit, actor=scene.worker, now=NOW)
    made = [CheckMade(kind, HIRED, day_of(scene.slot.starts_at)) for kind in CheckKind]
    enter_checks(worker, made, actor=scene.worker, now=after(visit))
    assert unchecked_visits(OFFICE) == []
    strike_check(worker.checks[0], actor=scene.worker, now=after(visit))
    assert unchecked_visits(OFFICE) == [visit]
    look_into_unchecked(visit, actor=OFFICE, now=after(visit))
    assert (unchecked_visits(OFFICE), came_unchecked(visit, OFFICE)) == ([], False)
    with pytest.raises(Conflict, match="이미"):
        look_into_unchecked(visit, actor=OFFICE, now=after(visit))


def test_somebody_is_told_where_the_member_has_written_down_who_works_for_it(session: Session) -> None:
    scene = make_scene()
    visit, worker = make_visit(scene), of(scene)
    with pytest.raises(DomainError, match="누가 다녀왔는지"):
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
    visit.worker_id = worker.id
    session.flush()
    record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
    assert visit.worker is worker


@pytest.mark.parametrize("values", [{}, {"until": None, "is_carried_over": True}])
def test_nothing_is_said_of_who_was_checked_or_named_by_old_records(
    session: Session, values: dict[str, object]
) -> None:
    scene = make_scene()
    visit = make_visit(scene)
    record_visit(visit, record_of(visit, worker_id=of(scene, **values).id), actor=scene.worker, now=after(visit))
    assert (unchecked_visits(OFFICE), visit.unchecked_at) == ([], None)


@pytest.mark.on_sqlite
def test_the_pages_say_so(client: PortalClient, session: Session) -> None:
    scene = make_scene()
    visit, worker = make_visit(scene), of(scene, until=day_of(scene.slot.starts_at) - DAY, name="남두리")
    office = make_user(Role.OFFICE)
    session.commit()
    with time_machine.travel(after(visit), tick=False):
        client.sign_in(scene.worker.user_id)  # type: ignore[arg-type]
        assert "남두리 · 확인 없음" in client.get(f"/visits/{visit.id}/record").get_data(as_text=True)
        record_visit(visit, record_of(visit, worker_id=worker.id), actor=scene.worker, now=after(visit))
        session.commit()
        assert "확인 없이 다녀온 방문" in client.get("/visits").get_data(as_text=True)
        assert "살펴보았음" not in client.get(f"/visits/{visit.id}").get_data(as_text=True)
        client.sign_in(office.id)
        assert "확인 없이 다녀온 방문 살펴보기" in client.get("/inbox").get_data(as_text=True)
        client.post(f"/visits/{visit.id}/looking")
        assert "확인 없이 다녀온 방문 살펴보기" not in client.get("/inbox").get_data(as_text=True)
