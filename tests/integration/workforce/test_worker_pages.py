"""A co-operative writes its workers down; whoever is visited sees who comes, and the photograph until they came."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.audit.models import AuditEntry
from portal.core.permissions import Role
from portal.documents.images import clean_photo
from portal.extensions import db
from portal.residents.households.states import Language, SameSex, Sex
from portal.workforce.workers.models import Worker, WorkerCheck
from portal.workforce.workers.photos import sealed_photo, sweep_photos, worker_store
from portal.workforce.workers.states import CheckKind
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, make_scene, make_user, make_visit
from tests.factories.workers import make_worker
from tests.pages import words_of
from tests.unit.documents.test_images import photo

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(session: Session, clock: time_machine.Traveller) -> Scene:
    return make_scene()


def sign_in(client: PortalClient, scene: Scene, who: str = "worker") -> None:
    user_id = getattr(scene, who).user_id
    db.session.commit()
    client.sign_in(user_id)


def read(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def of(scene: Scene, **values: object) -> Worker:
    return make_worker(scene.slot.organisation_id, scene.line.service, **values)  # type: ignore[arg-type]


class TestKeeping:
    def test_is_written_down_with_what_was_checked(self, client: PortalClient, scene: Scene, session: Session) -> None:
        sign_in(client, scene)
        sent = MultiDict(
            [
                ("name", "강하나"), ("door_name", "강 선생님"), ("sex", "female"), ("languages", "ko"),
                ("service_ids", str(scene.line.service_id)), ("starts_on", "2026-03-02"), ("ends_on", ""),
            ]
        )  # fmt: skip
        answer = client.post("/workers/new", data=sent)
        worker = session.scalars(select(Worker)).one()
        assert answer.location == f"/workers/{worker.id}/checks"
        assert "방문할 수 없" not in read(client, "/workers")
        half = {"health_done_on": "2026-11-02"}
        assert client.post(answer.location, data=half).status_code == 422
        future = {"health_done_on": "2027-01-02", "health_expires_on": "2027-11-01"}
        assert client.post(answer.location, data=future).status_code == 422
        dates = {
            f"{kind}_{end}": day
            for kind in CheckKind
            for end, day in (("done_on", "2026-11-02"), ("expires_on", "2027-11-01"))
        }
        assert client.post(answer.location, data=dates).location == f"/workers/{worker.id}"
        page = words_of(read(client, f"/workers/{worker.id}"))
        assert "방문할 수 있음" in page
        check = session.scalars(select(WorkerCheck).where(WorkerCheck.kind == CheckKind.HEALTH)).one()
        client.post(f"/workers/checks/{check.id}/strike")
        page = words_of(read(client, f"/workers/{worker.id}"))
        assert "없거나 끝난 확인이 있습니다" in page
        assert "잘못 적어 지움" in page

    def test_a_read_of_somebody_is_logged(self, client: PortalClient, scene: Scene, session: Session) -> None:
        worker = of(scene)
        office = make_user(Role.OFFICE, "이사무")
        db.session.commit()
        client.sign_in(office.id)
        page = read(client, f"/workers/{worker.id}")
        assert "오세라" in page
        assert "고치기" not in page
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "worker")).one()
        assert (entry.subject_id, entry.is_read, entry.actor_id) == (worker.id, True, office.id)
        assert "종사자 확인" not in words_of(read(client, "/inbox"))

    def test_the_office_finds_missing_checks_among_what_waits(self, client: PortalClient, scene: Scene) -> None:
        of(scene, until=TODAY.replace(day=1))
        office = make_user(Role.OFFICE, "이사무")
        db.session.commit()
        client.sign_in(office.id)
        assert "종사자 확인 없음" in words_of(read(client, "/inbox"))
        assert "오세라" in read(client, f"/workers?member={scene.slot.organisation_id}")

    def test_a_photograph_is_cleaned_and_wants_a_yes(
        self, client: PortalClient, scene: Scene, session: Session
    ) -> None:
        worker = of(scene)
        sign_in(client, scene)
        at = f"/workers/{worker.id}/photo/edit"
        without = {"photo": (BytesIO(photo("JPEG")), "a.jpg")}
        assert client.post(at, data=without).status_code == 422
        agreed = {"photo": (BytesIO(photo("JPEG")), "a.jpg"), "agreed": "y"}
        assert client.post(at, data=agreed).location == f"/workers/{worker.id}"
        shown = client.get(f"/workers/{worker.id}/photo")
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.data.startswith(b"\xff\xd8")
        assert client.post(at, data={"agreed": "y"}).status_code == 422
        client.post(f"/workers/{worker.id}/photo/removal")
        assert client.get(f"/workers/{worker.id}/photo").status_code == 404
        assert sweep_photos(NOW.replace(year=2027)) == 1


class TestWhoComes:
    def test_is_told_with_a_photograph_until_they_came(
        self, client: PortalClient, scene: Scene, clock: time_machine.Traveller
    ) -> None:
        visit, worker = make_visit(scene), of(scene)
        file = sealed_photo(clean_photo(photo("JPEG")), worker.id)
        worker_store().put(file, db.session)
        worker.photo_name = file.name
        sign_in(client, scene)
        assert client.post(f"/visits/{visit.id}/worker", data={"worker": str(worker.id)}).status_code == 303
        assert "오세라" in words_of(read(client, "/visits"))
        sign_in(client, scene, "resident")
        page = read(client, f"/my/visits/{visit.id}")
        assert "오 선생님" in page
        assert "오세라" not in page
        at = f"/my/visits/{visit.id}/worker-photo"
        assert at in page
        assert client.get(at).data.startswith(b"\xff\xd8")
        assert "오 선생님" in read(client, "/my")
        clock.move_to(visit.starts_at)
        assert at not in read(client, f"/my/visits/{visit.id}")
        assert client.get(at).status_code == 404

    def test_whoever_does_not_meet_a_wish_is_marked_and_co_operatives_are_not_told_which(
        self, client: PortalClient, scene: Scene
    ) -> None:
        visit = make_visit(scene)
        of(scene, sex=Sex.MALE)
        of(scene, name="남두리", languages=[Language.ENGLISH.value])
        scene.person.same_sex = SameSex.WANTED
        scene.person.language = Language.ENGLISH
        at = f"/visits/{visit.id}/worker"
        sign_in(client, scene)
        page = read(client, at)
        assert "오세라 · 이용자의 희망과 다름" in page
        assert "남두리 ·" not in page
        sign_in(client, scene, "coordinator")
        assert "오세라 · 희망한 성별이 아님, 쓰는 말이 다름" in read(client, at)

    def test_who_came_is_chosen_on_the_record(
        self, client: PortalClient, scene: Scene, clock: time_machine.Traveller
    ) -> None:
        visit = make_visit(scene)
        named, came = of(scene), of(scene, name="남두리", until=None)
        visit.worker_id = named.id
        clock.move_to(visit.ends_at)
        sign_in(client, scene)
        at = f"/visits/{visit.id}/record"
        assert f'<option selected value="{named.id}">' in read(client, at) or f'value="{named.id}" selected' in read(
            client, at
        )
        sent = {"whole": "all", "confirmed_by": "in_person", "arrived_at": "10:00", "left_at": "12:00"}
        wrong = sent | {"worker": str(visit.id)}
        assert client.post(at, data=wrong).status_code == 422
        assert "누가 다녀왔는지 골라 주십시오." in client.post(at, data=sent | {"worker": ""}).get_data(as_text=True)
        assert client.post(at, data=sent | {"worker": str(came.id)}).status_code == 303
        assert "남두리" in words_of(read(client, f"/visits/{visit.id}"))
