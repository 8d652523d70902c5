"""Letters of thanks: to the member that came, on the wall by two yeses, taken back at any time."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.letters.actions import show_letter, take_down_letter, write_letter
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.photos import letter_store, sealed_photo, sweep_photos
from portal.coordinators.letters.states import LetterState
from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.models import Visit
from portal.core.actors import Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.permissions import Role
from portal.documents.images import CleanPhoto
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import make_organisation
from tests.factories.referrals import Scene, make_scene, make_user, make_visit
from tests.factories.visiting import after, record_of

WORDS = "창문까지 닦아 주셔서 오랜만에 볕이 듭니다. 고맙습니다."


@pytest.fixture
def scene(session: Session) -> Iterator[Scene]:
    """A household that was visited."""
    scene = make_scene()
    visit = make_visit(scene)
    record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
    session.commit()
    with time_machine.travel(after(visit), tick=False):
        yield scene


@pytest.fixture
def office(scene: Scene) -> User:
    return make_staff(name="박사무")


def written(scene: Scene, *, may_show: bool = True) -> Letter:
    visit_now = after(visit_of(scene))
    to = scene.slot.organisation_id
    return write_letter(scene.person, to, WORDS, may_show=may_show, actor=scene.resident, now=visit_now)


def visit_of(scene: Scene) -> Visit:
    return db.session.scalars(select(Visit).where(Visit.household_id == scene.person.household_id)).one()


def read(client: PortalClient, actor: Actor, address: str = "/letters") -> str:
    assert actor.user_id is not None
    db.session.commit()
    client.sign_in(actor.user_id)
    return client.get(address).get_data(as_text=True)


def stranger() -> Actor:
    return make_user(Role.COOPERATIVE, "남", organisation=make_organisation("남의조합")).actor


class TestWriting:
    def test_reaches_the_member_that_came_and_the_office(
        self, scene: Scene, office: User, client: PortalClient
    ) -> None:
        written(scene)
        for reader in (scene.worker, office.actor):
            assert WORDS in read(client, reader)
        for other in (scene.coordinator, stranger()):
            assert WORDS not in read(client, other)
        (mail,) = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "letter_came"))
        assert WORDS not in mail.body

    def test_is_to_somebody_who_came(self, scene: Scene) -> None:
        with pytest.raises(DomainError):
            write_letter(
                scene.person,
                make_organisation("남의조합").id,
                WORDS,
                may_show=True,
                actor=scene.resident,
                now=after(visit_of(scene)),
            )

    def test_nobody_writes_for_somebody_else(self, scene: Scene) -> None:
        with pytest.raises(Forbidden):
            write_letter(
                scene.person,
                scene.slot.organisation_id,
                WORDS,
                may_show=True,
                actor=make_resident("+821099990000").actor,
                now=after(visit_of(scene)),
            )


class TestTheWall:
    def test_is_read_by_all_members_without_the_name(self, scene: Scene, office: User, client: PortalClient) -> None:
        letter = written(scene)
        show_letter(letter, actor=office.actor, now=letter.written_at)
        for reader in (scene.worker, scene.coordinator, office.actor, stranger()):
            page = read(client, reader)
            assert WORDS in page
            assert scene.person.name not in page

    def test_nothing_hangs_without_the_residents_yes(self, scene: Scene, office: User) -> None:
        letter = written(scene, may_show=False)
        with pytest.raises(DomainError):
            show_letter(letter, actor=office.actor, now=letter.written_at)

    def test_only_the_office_hangs(self, scene: Scene) -> None:
        letter = written(scene)
        with pytest.raises(Forbidden):
            show_letter(letter, actor=scene.worker, now=letter.written_at)

    def test_its_writer_takes_it_back(self, scene: Scene, office: User, client: PortalClient) -> None:
        letter = written(scene)
        show_letter(letter, actor=office.actor, now=letter.written_at)
        take_down_letter(letter, actor=scene.resident, now=letter.written_at)
        assert (letter.state, letter.shown_at) == (LetterState.TAKEN_DOWN, None)
        for reader in (scene.worker, scene.coordinator, office.actor):
            assert WORDS not in read(client, reader)
        with pytest.raises(Forbidden):
            take_down_letter(letter, actor=scene.worker, now=letter.written_at)


def picture() -> BytesIO:
    data = BytesIO()
    image = Image.new("RGB", (60, 40), "white")
    exif = image.getexif()
    exif[0x010F] = "Camera of the family"
    image.save(data, "JPEG", exif=exif)
    data.seek(0)
    return data


class TestPages:
    def send(self, client: PortalClient, scene: Scene, **more: Any) -> Any:
        assert scene.resident.user_id is not None
        client.sign_in(scene.resident.user_id)
        data = {"organisation": str(scene.slot.organisation_id), "words": WORDS, **more}
        return client.post("/my/letters/new", data=data)

    def test_the_way_begins_on_my_care(self, scene: Scene, client: PortalClient) -> None:
        assert "/my/letters/new" in read(client, scene.resident, "/my")

    def test_with_a_photograph_without_its_metadata(
        self, scene: Scene, client: PortalClient, session: Session, office: User
    ) -> None:
        answer = self.send(client, scene, photo=(picture(), "letter.jpg"), may_show="y")
        assert answer.status_code == 303
        letter = session.query(Letter).one()
        own = client.get(f"/my/letters/{letter.id}/photo")
        assert own.mimetype == "image/jpeg"
        assert b"Camera of the family" not in own.data
        session.commit()
        assert client.get(f"/letters/{letter.id}/photo").status_code == 403
        client.sign_in(office.id)
        with client.get(f"/letters/{letter.id}/photo") as shown:
            assert shown.status_code == 200
        assert stranger_gets(client, f"/letters/{letter.id}/photo") == 404

    def test_what_is_no_photograph_is_refused_and_the_words_stay(self, scene: Scene, client: PortalClient) -> None:
        answer = self.send(client, scene, photo=(BytesIO(b"no picture"), "letter.jpg"))
        assert answer.status_code == 422
        assert WORDS in answer.get_data(as_text=True)

    def test_the_office_hangs_it_and_takes_it_down(
        self, scene: Scene, client: PortalClient, session: Session, office: User
    ) -> None:
        self.send(client, scene, may_show="y")
        letter = session.query(Letter).one()
        session.commit()
        client.sign_in(office.id)
        assert client.post(f"/letters/{letter.id}/show").location == "/letters"
        assert "벽에 걸었습니다" in client.get("/letters").get_data(as_text=True)
        client.post(f"/letters/{letter.id}/take-down")
        assert WORDS not in client.get("/letters").get_data(as_text=True)

    def test_nobody_reads_what_another_wrote(self, scene: Scene, client: PortalClient, session: Session) -> None:
        letter = written(scene)
        session.commit()
        client.sign_in(make_resident("+821099990000").id)
        assert client.get(f"/my/letters/{letter.id}").status_code == 404


def stranger_gets(client: PortalClient, address: str) -> int:
    actor = stranger()
    assert actor.user_id is not None
    db.session.commit()
    client.sign_in(actor.user_id)
    return client.get(address).status_code


def test_a_photograph_that_no_letter_names_is_swept(scene: Scene) -> None:
    letter_store().put(sealed_photo(CleanPhoto(b"left")), db.session)
    assert sweep_photos(after(visit_of(scene)) + timedelta(days=400)) >= 1
