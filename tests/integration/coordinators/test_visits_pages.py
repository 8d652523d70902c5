"""The screens of visits: the record at the door in four taps, photographs without metadata, moving and cancelling."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.coordinators.visits.photos import photo_store
from portal.coordinators.visits.states import VisitState
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals.models import ManualEdition
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.factories.manuals import make_actor, make_draft, publish
from tests.factories.referrals import Scene, counts, make_accepted, make_scene, make_user, make_visit
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite

S = VisitState


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The present moment of the factories; tests move it on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(session: Session, clock: time_machine.Traveller) -> Scene:
    return make_scene()


@pytest.fixture
def visit(scene: Scene, clock: time_machine.Traveller) -> Visit:
    """A visit that is just over."""
    visit = make_visit(scene)
    clock.move_to(visit.ends_at)
    return visit


def publish_manual(scene: Scene) -> ManualEdition:
    """A first edition with the two steps 인사 and 정리."""
    draft = make_draft(make_actor("김쓴이", Role.COORDINATOR))
    scene.line.service.manual_id = draft.manual_id
    return publish(draft, make_actor("이검토", Role.OFFICE), make_actor("박승인", Role.OFFICE))


def sign_in(client: PortalClient, scene: Scene, who: str) -> None:
    user_id = getattr(scene, who).user_id
    db.session.commit()
    client.sign_in(user_id)


def body(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def reread(visit: Visit) -> Visit:
    return db.session.get_one(Visit, visit.id, populate_existing=True)


def written(**values: Any) -> dict[str, Any]:
    """What the form sends; `steps__1__note` is the field "steps-1-note"."""
    given = {"whole": "all", "confirmed_by": "in_person", "arrived_at": "10:00", "left_at": "12:00"}
    return given | {name.replace("__", "-"): value for name, value in values.items()}


def photo() -> bytes:
    """A picture that says where it was taken."""
    image = Image.new("RGB", (60, 40), "green")
    exif = Image.Exif()
    exif[0x9286] = "37.55, 126.91"
    data = BytesIO()
    image.save(data, "JPEG", exif=exif)
    assert b"37.55" in data.getvalue()
    return data.getvalue()


class TestRecord:
    def test_is_filled_in_but_for_two_choices(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        html = body(client, f"/visits/{visit.id}/record")
        assert 'value="10:00"' in html
        assert 'value="12:00"' in html
        assert " checked" not in html.split("</main>")[0]
        answer = client.post(f"/visits/{visit.id}/record", data=written())
        assert answer.location == "/referrals"
        assert reread(visit).state is S.DONE

    def test_keeps_steps_and_edition_of_the_manual(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        edition = publish_manual(scene)
        sign_in(client, scene, "worker")
        assert "인사" in body(client, f"/visits/{visit.id}/record")
        sent = written(
            whole="some", edition=str(edition.id), steps__0__note="", steps__1__note="거절", steps__1__left_out="y"
        )
        assert client.post(f"/visits/{visit.id}/record", data=sent).status_code == 303
        assert reread(visit).manual_edition_id == edition.id
        assert [(step.name, step.done, step.note) for step in visit.steps] == [
            ("인사", True, ""),
            ("정리", False, "거절"),
        ]
        client.sign_in(scene.coordinator.user_id)  # type: ignore[arg-type]
        html = body(client, f"/visits/{visit.id}")
        assert "제1판" in html
        assert "하지 않음" in html

    def test_a_required_step_left_out_wants_a_reason_beside_it(
        self, client: PortalClient, scene: Scene, visit: Visit
    ) -> None:
        edition = publish_manual(scene)
        sign_in(client, scene, "worker")
        sent = written(
            whole="some", edition=str(edition.id), steps__0__note="", steps__1__note="", steps__0__left_out="y"
        )
        answer = client.post(f"/visits/{visit.id}/record", data=sent)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert 'id="steps-0-note-error"' in html
        assert reread(visit).state is S.BOOKED

    def test_saying_that_something_was_left_out_names_it(
        self, client: PortalClient, scene: Scene, visit: Visit
    ) -> None:
        sign_in(client, scene, "worker")
        answer = client.post(f"/visits/{visit.id}/record", data=written(whole="some"))
        assert "아래에서 골라" in answer.get_data(as_text=True)

    def test_sent_twice_is_written_once(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        sent: dict[str, Any] = {"data": written(), "form_key": "one-key-for-two-sendings"}
        answers = [client.post(f"/visits/{visit.id}/record", **sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]

    def test_a_time_that_cannot_be_is_told_beside_it(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        answer = client.post(f"/visits/{visit.id}/record", data=written(left_at="09:00"))
        assert answer.status_code == 422
        assert 'id="left_at-error"' in answer.get_data(as_text=True)

    def test_a_resident_registration_number_is_refused(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        answer = client.post(f"/visits/{visit.id}/record", data=written(notes="480302-1234567"))
        assert answer.status_code == 422
        assert reread(visit).notes == ""

    def test_what_is_recorded_is_not_asked_again(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        client.post(f"/visits/{visit.id}/record", data=written())
        assert client.get(f"/visits/{visit.id}/record").location == f"/visits/{visit.id}"


class TestPhotos:
    def send(self, client: PortalClient, visit: Visit, *, allowed: bool = True) -> Any:
        values = written(photos=(BytesIO(photo()), "p.jpg"), **({"photos_allowed": "y"} if allowed else {}))
        return client.post(f"/visits/{visit.id}/record", data=values, content_type="multipart/form-data")

    def test_are_kept_without_place_for_those_who_accompany(
        self, client: PortalClient, scene: Scene, visit: Visit
    ) -> None:
        sign_in(client, scene, "worker")
        assert self.send(client, visit).status_code == 303
        kept = db.session.scalars(select(VisitPhoto)).one()
        with photo_store().open_stored(kept.file_name, kept.id) as file:
            assert b"37.55" not in file.read()
        assert client.get(f"/visits/photos/{kept.id}").status_code == 403
        client.sign_in(scene.coordinator.user_id)  # type: ignore[arg-type]
        with client.get(f"/visits/photos/{kept.id}") as shown:
            assert shown.data.startswith(b"\xff\xd8")
        assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/jpeg", "no-store")

    def test_of_other_households_are_not_there(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        self.send(client, visit)
        kept = db.session.scalars(select(VisitPhoto)).one()
        client.sign_in(make_user_committed(Role.COORDINATOR))
        assert client.get(f"/visits/photos/{kept.id}").status_code == 404

    def test_want_the_residents_leave(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        answer = self.send(client, visit, allowed=False)
        assert answer.status_code == 422
        assert "허락하신 사진만" in answer.get_data(as_text=True)

    def test_are_refused_without_consent(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        kind = ConsentKind.COLLECTION
        db.session.scalars(select(Consent).where(Consent.kind == kind)).one().withdrawn_at = NOW
        sign_in(client, scene, "worker")
        answer = self.send(client, visit)
        assert answer.status_code == 422
        assert "동의가 없어" in answer.get_data(as_text=True)

    def test_what_is_no_picture_is_refused(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        values = written(photos=(BytesIO(b"<svg/>"), "p.jpg"), photos_allowed="y")
        answer = client.post(f"/visits/{visit.id}/record", data=values, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert 'id="photos-error"' in answer.get_data(as_text=True)


def make_user_committed(role: Role) -> Any:
    user_id = make_user(role, "다른 사람").id
    db.session.commit()
    return user_id


class TestNotHappened:
    def test_nobody_home_is_told(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        assert "119" in body(client, f"/visits/{visit.id}/nobody-home")
        assert client.post(f"/visits/{visit.id}/nobody-home", data={"note": ""}).status_code == 422
        sent = MultiDict([("attempts", "rang"), ("attempts", "called")])
        assert client.post(f"/visits/{visit.id}/nobody-home", data=dict(sent.lists())).status_code == 303
        assert reread(visit).attempts == ["rang", "called"]

    def test_the_coordinator_writes_that_nobody_came(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "coordinator")
        assert "협동조합이 못 감" in body(client, f"/visits/{visit.id}")
        client.post(f"/visits/{visit.id}/provider-absent", data={"note": "이용자께 들었습니다"})
        assert reread(visit).state is S.PROVIDER_ABSENT
        body(client, f"/visits/{visit.id}")


class TestChanges:
    def test_book_move_and_cancel(self, client: PortalClient, scene: Scene) -> None:
        visit, later = make_visit(scene), scene.another_slot()
        sign_in(client, scene, "coordinator")
        assert "11월 25일 수요일 14:00~16:00" in words_of(body(client, f"/visits/{visit.id}/move"))
        moved = client.post(f"/visits/{visit.id}/move", data={"slot": later.id}).location
        assert "11월 25일 수요일" in words_of(body(client, moved))
        assert "미리 취소" in body(client, f"{moved}/cancel")
        client.post(f"{moved}/cancel", data={"by": "resident", "note": "병원"})
        assert counts(later.id) == (0, 0)
        assert "이용자 · 미리 취소" in body(client, f"/referrals/{visit.referral_id}")

    def test_booking_in_one_tap(self, client: PortalClient, scene: Scene) -> None:
        referral_id = make_accepted(scene).id
        sign_in(client, scene, "coordinator")
        answer = client.post(f"/visits/book/{referral_id}", data={"agreed": "yes"})
        assert "이 시간이 좋다고 하셨습니다" in body(client, answer.location)
        assert client.get(f"/visits/of/{referral_id}").location == answer.location

    def test_the_cooperative_cancels_for_itself(self, client: PortalClient, scene: Scene) -> None:
        visit = make_visit(scene)
        sign_in(client, scene, "worker")
        assert 'name="by"' not in body(client, f"/visits/{visit.id}/cancel")
        client.post(f"/visits/{visit.id}/cancel", data={"note": "차 고장"})
        assert reread(visit).state is S.CANCELLED_IN_TIME

    def test_a_moved_time_no_longer_shows_in_lists(self, client: PortalClient, scene: Scene) -> None:
        make_visit(scene)
        sign_in(client, scene, "worker")
        html = body(client, "/visits")
        assert "홍*동" in html
        assert "홍길동" not in html
        body(client, "/visits?past=1")

    def test_another_cooperative_finds_nothing(self, client: PortalClient, scene: Scene) -> None:
        visit = make_visit(scene)
        stranger = make_user(Role.COOPERATIVE, "남의 일", organisation=make_organisation()).id
        db.session.commit()
        client.sign_in(stranger)
        for rest in ("", "/record", "/nobody-home", "/provider-absent", "/cancel"):
            assert client.get(f"/visits/{visit.id}{rest}").status_code == 404
        assert client.get(f"/visits/of/{visit.referral_id}").status_code == 404

    def test_after_the_end_the_person_is_masked(self, client: PortalClient, scene: Scene, visit: Visit) -> None:
        sign_in(client, scene, "worker")
        assert "홍길동" in body(client, f"/visits/{visit.id}")
        client.post(f"/visits/{visit.id}/record", data=written())
        html = body(client, f"/visits/{visit.id}")
        assert "홍길동" not in html
        assert "월드컵로" not in html
