"""What takes long is done before a changing request takes the lock; too large a body is refused before it is read."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.accounts.hashing import hash_password, password_matches
from portal.config import Mode, Settings
from portal.coordinators.visits import views
from portal.coordinators.visits.models import VisitPhoto
from portal.core import clock
from portal.core.ids import new_id
from portal.core.permissions import Permission, Role
from portal.db.engine import WRITING, writing
from portal.db.one_time import OneTimeKey
from portal.db.transaction import SlowWork, own_transaction
from portal.documents.images import CleanPhoto, clean_photo
from portal.documents.pdf import render_pdf
from portal.documents.workbook import workbook
from portal.extensions import db
from portal.notifications.carriers import HttpTextGateway, MailCarrier, NotSent, Outgoing
from portal.web.access import access_of
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.referrals import make_scene, make_visit
from tests.integration.coordinators.test_visits_pages import written
from tests.unit.documents.test_images import photo

SLOW: dict[str, Callable[[], object]] = {
    "a photograph": lambda: clean_photo(photo("JPEG")),
    "a PDF": lambda: render_pdf("<p>가</p>", title="가", author="나"),
    "a spreadsheet": lambda: workbook([], title="가", created_at=datetime(2026, 11, 23, tzinfo=UTC)),
}
LETTER = Outgoing(new_id(), "hong@example.kr", "안내", "본문")


def send_mail_nowhere() -> None:
    settings = Settings(_env_file=None, mode=Mode.TEST, smtp_host="127.0.0.1", smtp_port=1)
    with suppress(NotSent):
        MailCarrier(settings).carry(LETTER)


def send_text_nowhere() -> None:
    with suppress(NotSent):
        HttpTextGateway("http://127.0.0.1:1/", "").carry(LETTER)


SLOW |= {"a mail": send_mail_nowhere, "a text message": send_text_nowhere}
SLOW |= {
    "a password to keep": lambda: hash_password("correct horse battery staple"),
    "a password to compare": lambda: password_matches(None, "correct horse battery staple"),
}
ANOTHER = "the-key-of-another-browser"
MOST_TEXT = 1024 * 1024


class TestPhotographs:
    @pytest.fixture
    def record(self, client: PortalClient, session: Session) -> Iterator[Callable[[], int]]:
        scene = make_scene()
        visit = make_visit(scene)
        db.session.commit()
        assert scene.worker.user_id is not None
        with time_machine.travel(visit.ends_at, tick=False):
            client.sign_in(scene.worker.user_id)
            values = written(photos=(BytesIO(photo("JPEG")), "p.jpg"), photos_allowed="y")
            address = f"/visits/{visit.id}/record"
            yield lambda: client.post(address, data=values, content_type="multipart/form-data").status_code

    def test_are_cleaned_while_others_write(
        self, record: Callable[[], int], session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []

        def clean(data: bytes, *, field: str) -> CleanPhoto:
            with own_transaction() as other:
                other.add(OneTimeKey(key=ANOTHER, fingerprint="x", status=0, location="", used_at=clock.now()))
            seen.append(WRITING.get())
            return clean_photo(data, field=field)

        monkeypatch.setattr(views, "clean_photo", clean)
        assert record() == 303
        assert seen == [False]
        assert len(session.scalars(select(VisitPhoto)).all()) == 1
        assert session.get(OneTimeKey, ANOTHER) is not None


@pytest.mark.on_sqlite
def test_nothing_is_prepared_for_who_may_not_open_the_page(
    app: Flask, client: PortalClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So no file is read and no photograph decoded for whoever the view would refuse."""
    addresses = app.url_map.bind("localhost")
    values = {"code": "cleaning", "number": 1, "kind": "limits"}
    protected: dict[str, Permission] = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        access = access_of(view)
        if not hasattr(view, "prepare") or access is None or access.permission is None:
            continue
        monkeypatch.setattr(view, "prepare", lambda **_place: pytest.fail("prepared"))
        place = {name: values.get(name, new_id()) for name in rule.arguments}
        address = addresses.build(rule.endpoint, place, method="POST")
        protected[address] = access.permission
    assert {client.post(address).location.partition("?")[0] for address in protected} == {"/sign-in"}
    auditor = make_staff(Role.AUDITOR)
    client.sign_in(auditor.id)
    closed = [address for address, permission in protected.items() if not auditor.actor.can(permission)]
    assert len(closed) >= 8
    assert {client.post(address).status_code for address in closed} == {403}


@pytest.mark.parametrize("slow", SLOW.values(), ids=list(SLOW))
class TestTheGuard:
    def test_refuses_slow_work_in_a_transaction_that_writes(self, session: Session, slow: Callable[[], object]) -> None:
        with writing():
            session.execute(text("SELECT 1"))
            with pytest.raises(SlowWork):
                slow()

    def test_lets_it_be_where_nobody_waits(self, session: Session, slow: Callable[[], object]) -> None:
        session.execute(text("SELECT 1"))
        slow()
        session.rollback()
        with writing():
            slow()


class Counting(BytesIO):
    """A body that knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found

    def readinto(self, buffer: Any) -> int:
        count = super().readinto(buffer)
        self.taken += count
        return count


def send(client: FlaskClient, body: Counting, **environ: Any) -> int:
    kind = "application/x-www-form-urlencoded"
    answer = FlaskClient.post(client, "/worry", input_stream=body, content_type=kind, environ_overrides=environ)
    return answer.status_code


class TestTypedText:
    """11 MB of it cost a worker seconds before it was refused."""

    def test_with_a_length_is_refused_unread(self, client: PortalClient) -> None:
        body = Counting(b"what=" + b"a" * (11 * MOST_TEXT))
        assert send(client, body, CONTENT_LENGTH=str(11 * MOST_TEXT + 5)) == 413
        assert body.taken == 0

    def test_in_chunks_is_refused_once_it_is_too_long(self, client: PortalClient) -> None:
        body = Counting(b"what=" + b"a" * (11 * MOST_TEXT))
        assert send(client, body, **{"wsgi.input_terminated": True}) == 413
        assert body.taken <= 2 * MOST_TEXT

    def test_up_to_the_limit_is_read(self, client: PortalClient) -> None:
        body = Counting(b"what=" + b"a" * (MOST_TEXT - 100))
        assert send(client, body, CONTENT_LENGTH=str(MOST_TEXT - 95)) == 400

    def test_beside_files_may_be_as_large_as_files(self, app: Flask, client: PortalClient) -> None:
        values = {"photos": (BytesIO(b"x" * (2 * MOST_TEXT)), "p.jpg")}
        assert client.post("/worry", data=values, content_type="multipart/form-data").status_code == 422
