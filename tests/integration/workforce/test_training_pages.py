"""The office plans, a co-operative enrols, results give certificates, and anyone asks by their number."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.permissions import Role
from portal.extensions import db
from portal.workforce.training.actions import enrol, revoke_certificate
from portal.workforce.training.models import TrainingEnrolment
from tests.client import PortalClient
from tests.factories.consortium import NOW, OFFICE, make_organisation
from tests.factories.meetings import make_office
from tests.factories.referrals import make_scene, make_user, make_visit
from tests.factories.training import AFTER, make_course, make_session, pass_course
from tests.factories.workers import make_worker
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def read(client: PortalClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return words_of(answer.get_data(as_text=True))


def sign_in(client: PortalClient, user_id: UUID | None) -> None:
    assert user_id is not None
    db.session.commit()
    client.sign_in(user_id)


def test_the_office_plans_and_a_co_operative_enrols(
    client: PortalClient, session: Session, clock: time_machine.Traveller
) -> None:
    member = make_organisation()
    worker, late = make_worker(member.id), make_worker(member.id, name="남두리")
    own = make_user(Role.COOPERATIVE, "김직원", organisation=member)
    sign_in(client, make_office().user_id)
    course = {"name": "돌봄분야 전문교육", "hours": "8", "valid_months": "12", "of_all_workers": "y", "is_open": "y"}
    at = client.post("/training/courses/new", data=course).location
    when = {"day": "2026-12-01", "starts_at": "08:00", "ends_at": "18:00", "place": "3층", "teacher": "이강사"}
    refused = client.post(f"{at}/sessions/new", data=when | {"places": "1", "ends_at": "07:00"})
    assert refused.status_code == 422
    assert "마치는 시각은" in refused.get_data(as_text=True)
    held_at = client.post(f"{at}/sessions/new", data=when | {"places": "1"}).location
    sign_in(client, own.id)
    assert "이수하지 않음" in read(client, "/training/needs")
    assert client.post(f"{held_at}/enrolment", data={}).status_code == 422
    client.post(f"{held_at}/enrolment", data={"learners": [str(worker.id), str(late.id)]})
    page = read(client, held_at)
    assert "참가 예정" in page
    assert "자리가 차서 1명은 대기합니다" in page
    assert client.get(f"{held_at}/results").status_code == 403


def test_a_result_gives_a_certificate(client: PortalClient, session: Session, clock: time_machine.Traveller) -> None:
    member = make_organisation()
    worker, held = make_worker(member.id), make_session(make_course(pass_score=60, of_all_workers=True))
    (first,) = enrol(held, [worker.id], [], actor=OFFICE, now=NOW)
    own, at = make_user(Role.COOPERATIVE, "김직원", organisation=member), f"/training/sessions/{held.id}"
    clock.move_to(AFTER)
    sign_in(client, make_office().user_id)
    without = client.post(f"{at}/results", data={f"came_{first.id.hex}": "came"})
    assert without.status_code == 422
    assert "점수를 적어 주십시오" in without.get_data(as_text=True)
    sent = {f"came_{first.id.hex}": "came", f"score_{first.id.hex}": "85"}
    assert client.post(f"{at}/results", data=sent).location == at
    session.expire_all()
    sign_in(client, own.id)
    paper = client.get(f"/training/enrolments/{first.id}/certificate")
    reader = PdfReader(BytesIO(paper.data))
    text = "".join(each.extract_text() for each in reader.pages).replace("\u2060", "")
    assert first.certificate_number
    assert first.certificate_number in text
    assert "오세라" in text
    assert "이수함" in read(client, f"/workers/{worker.id}")


@pytest.mark.usefixtures("clock")
def test_anyone_learns_by_the_number_whether_it_holds_and_not_whose_it_is(
    client: PortalClient, session: Session
) -> None:
    enrolment = pass_course(
        make_course(valid_months=1), make_worker(make_organisation().id), OFFICE, starts_at=NOW - timedelta(days=28)
    )
    number = enrolment.certificate_number or ""
    db.session.commit()
    known = client.post("/certificates", data={"number": number.lower().replace("-", " ")})
    page = read(client, known.location)
    assert "유효한 수료증입니다" in page
    assert "돌봄분야 전문교육" in page
    assert "오세라" not in page
    unknown = client.post("/certificates", data={"number": "2026-2222-2222"})
    assert (unknown.status_code, unknown.location) == (known.status_code, known.location)
    assert number not in known.location
    assert "그런 번호의 수료증이 없습니다" in read(client, unknown.location)
    client.post("/certificates", data={"number": number})
    with time_machine.travel(NOW + timedelta(days=5)):
        assert "유효기간이 끝난 수료증입니다" in read(client, "/certificates/checked")
    revoke_certificate(session.get_one(TrainingEnrolment, enrolment.id), "잘못", actor=OFFICE, now=NOW)
    session.commit()
    assert "취소된 수료증입니다" in read(client, "/certificates/checked")
    client.post("/certificates", data={"number": "x"})
    answers = {client.post("/certificates", data={"number": "2026-2222-2223"}).status_code for _ in range(25)}
    assert 429 in answers


@pytest.mark.usefixtures("clock")
def test_whoever_lacks_a_course_is_marked_where_somebody_is_named(client: PortalClient, session: Session) -> None:
    scene = make_scene()
    make_worker(scene.slot.organisation_id, scene.line.service)
    make_course(scene.line.service)
    visit = make_visit(scene)
    sign_in(client, scene.worker.user_id)
    assert "오세라 · 필수 교육 없음" in read(client, f"/visits/{visit.id}/worker")


@pytest.mark.usefixtures("clock")
def test_a_coordinator_joins_by_a_button_and_withdraws(client: PortalClient, session: Session) -> None:
    scene, held = make_scene(), make_session(make_course())
    sign_in(client, scene.coordinator.user_id)
    at = f"/training/sessions/{held.id}"
    assert client.post(f"{at}/joining").location == at
    assert "참가 신청하기" not in read(client, at)
    enrolment = session.scalars(select(TrainingEnrolment)).one()
    client.post(f"/training/enrolments/{enrolment.id}/withdrawal")
    assert "참가 신청하기" in read(client, at)


def test_the_office_is_told_that_it_added_places_once_a_session_began(
    client: PortalClient, session: Session, clock: time_machine.Traveller
) -> None:
    worker, held = make_worker(make_organisation().id), make_session(make_course(), places=1)
    other = make_worker(make_organisation().id, name="남두리")
    enrol(held, [other.id], [], actor=OFFICE, now=NOW)
    clock.move_to(AFTER)
    sign_in(client, make_office().user_id)
    at = f"/training/sessions/{held.id}"
    assert "모두 참가자로 적고" in read(client, f"{at}/enrolment")
    client.post(f"{at}/enrolment", data={"learners": [str(worker.id)]})
    page = read(client, at)
    assert "1명이 참가합니다. 자리가 모자라 2자리로 늘렸습니다." in page
    assert "대기합니다" not in page
