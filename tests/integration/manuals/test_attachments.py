"""Forms and attachments come with an edition, which keeps those that it was issued with."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.db.inserting import table_of
from portal.manuals.actions import add_attachment, draft_edition, remove_attachment, replace_attachment
from portal.manuals.actions.attaching import MOST_FILES, Sent
from portal.manuals.actions.documents import paper_of
from portal.manuals.comparison import compare_editions
from portal.manuals.content import digest_of_edition
from portal.manuals.files import FILES, manual_store, sealed_manual_file, sweep_files
from portal.manuals.models import ManualAttachment, ManualEdition
from portal.manuals.queries import get_edition
from portal.manuals.states import AttachmentKind
from portal.manuals.views import attaching
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.manuals import MORNING, make_draft, make_user, publish


def pdf(words: str) -> bytes:
    return f"%PDF-1.7\n% {words}\n%%EOF\n".encode()


def photograph(image_format: str) -> bytes:
    """As a telephone takes it, with the camera and the place."""
    data, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Camera of the office"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 12.0)})
    Image.new("RGB", (60, 40), "white").save(data, image_format, exif=exif)
    return data.getvalue()


def sent(words: str = "기록지") -> Sent:
    return sealed_manual_file(pdf(words), new_id(), field="file")


@pytest.fixture
def two(author: Actor, reviewer: Actor, office: Actor) -> tuple[ManualEdition, ManualEdition]:
    """An edition in force with a form and an attachment, and a draft after it."""
    first = make_draft(author)
    for kind, title in ((AttachmentKind.FORM, "방문 기록지"), (AttachmentKind.ATTACHMENT, "약제 목록")):
        add_attachment(first, kind, title, sent(title), actor=author, now=MORNING)
    publish(first, reviewer, office)
    return first, draft_edition(first.manual, "서식", actor=author, now=MORNING)


def named(edition: ManualEdition) -> list[tuple[str, int]]:
    return [(each.title, each.file.number) for each in edition.attachments]


def test_a_draft_begins_with_the_same_files_and_leaves_the_old_ones(
    two: tuple[ManualEdition, ManualEdition], author: Actor
) -> None:
    old, draft = two
    form, listed = draft.attachments
    assert form.file is old.attachments[0].file
    replace_attachment(form, sent("새 기록지"), actor=author, now=MORNING)
    remove_attachment(listed, actor=author, now=MORNING)
    assert named(draft) == [("방문 기록지", 2)]
    assert named(old) == [("방문 기록지", 1), ("약제 목록", 1)]
    (change,) = [each for each in compare_editions(old, draft) if each.rows]
    assert change.heading == "서식과 붙임"
    with pytest.raises(DomainError, match="같은 파일"):
        replace_attachment(form, sent("새 기록지"), actor=author, now=MORNING)


def test_what_is_issued_keeps_its_files_and_its_digest_tells_of_them(
    two: tuple[ManualEdition, ManualEdition], author: Actor, session: Session
) -> None:
    old, _draft = two
    assert paper_of(old).attachments == ("서식 방문 기록지 제1판", "붙임 약제 목록 제1판")
    with pytest.raises(Conflict):
        remove_attachment(old.attachments[0], actor=author, now=MORNING)
    with session.no_autoflush:
        old.attachments[0].title = "다른 이름"
        assert digest_of_edition(old) != old.digest
    with pytest.raises(FrozenRow):
        session.flush()


@pytest.mark.parametrize("act", [remove_attachment, lambda gone, **by: replace_attachment(gone, sent("새"), **by)])
def test_who_comes_second_finds_a_file_gone(
    two: tuple[ManualEdition, ManualEdition], author: Actor, session: Session, act: Callable[..., None]
) -> None:
    form, listed = two[1].attachments
    removed = table_of(ManualAttachment)
    session.execute(delete(removed).where(removed.c.id == form.id))
    with pytest.raises(NotFound):
        act(form, actor=author, now=MORNING)
    session.flush()
    assert two[1].attachments == [listed]


def test_there_is_a_bound(two: tuple[ManualEdition, ManualEdition], author: Actor) -> None:
    draft = two[1]
    one = sent()
    for _ in range(MOST_FILES - len(draft.attachments)):
        add_attachment(draft, AttachmentKind.FORM, "서식", sent(), actor=author, now=MORNING)
    with pytest.raises(DomainError, match="개까지 붙일 수"):
        add_attachment(draft, AttachmentKind.FORM, "서식", one, actor=author, now=MORNING)


def test_a_file_goes_once_no_edition_has_it(
    two: tuple[ManualEdition, ManualEdition], author: Actor, session: Session
) -> None:
    draft = two[1]
    extra = add_attachment(draft, AttachmentKind.FORM, "서식", sent("더"), actor=author, now=MORNING)
    session.commit()
    name = extra.file.file_name
    assert len(FILES.named()) == 3
    remove_attachment(extra, actor=author, now=MORNING)
    session.commit()
    assert len(FILES.named()) == 2
    assert sweep_files(MORNING + timedelta(days=10_000))
    session.commit()
    assert not manual_store().has(name)
    assert all(manual_store().has(each) for each in FILES.named())


def test_is_added_on_a_page_and_fetched_with_its_edition(
    app: Flask, client: PortalClient, session: Session, reviewer: Actor, office: Actor
) -> None:
    writer, reader = make_user("김쓴이", Role.COORDINATOR), make_user("이읽는이", Role.OFFICE)
    edition = make_draft(writer.actor)
    session.commit()
    at = "/manuals/cleaning/editions/1"
    client.sign_in(writer.id)
    for name, data, status in (("a.pdf", b"MZ", 422), ("", b"", 422), ("b.exe", pdf("기록지"), 303)):
        form = {"kind": "form", "title": "방문 기록지", "file": (io.BytesIO(data), name)}
        assert client.post(f"{at}/attachments/new", data=form).status_code == status
    page = read(client, writer, at)
    assert "서식: 방문 기록지" in page
    session.expire_all()
    publish(get_edition(edition.id), reviewer, office)
    session.commit()
    (attachment,) = get_edition(edition.id).attachments
    client.sign_in(reader.id)
    with client.get(f"{at}/attachments/{attachment.id}") as answer:
        assert (answer.data, answer.mimetype) == (pdf("기록지"), "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Content-Disposition"].endswith(".pdf")


@pytest.mark.parametrize("image_format", ["JPEG", "PNG"])
def test_a_photograph_keeps_neither_place_nor_camera(session: Session, image_format: str) -> None:
    sealed, media_type = sealed_manual_file(photograph(image_format), new_id(), field="file")
    manual_store().put(sealed, session)
    session.commit()
    with manual_store().open_stored(sealed.name, sealed.owner) as opened, Image.open(io.BytesIO(opened.read())) as kept:
        assert (kept.format, dict(kept.getexif()), kept.size) == ("JPEG", {}, (60, 40))
    assert (media_type, sealed.name.rpartition(".")[2]) == ("image/jpeg", "jpg")


def test_a_file_is_looked_at_for_who_writes_a_draft_alone(
    client: PortalClient, session: Session, reviewer: Actor, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = make_user("김쓴이", Role.COORDINATOR), make_user("이읽는이", Role.COOPERATIVE)
    edition = make_draft(writer.actor)
    session.commit()
    looked: list[int] = []

    def seal(data: bytes, *_args: object, **_named: object) -> Sent:
        looked.append(len(data))
        return sent()

    monkeypatch.setattr(attaching, "sealed_manual_file", seal)
    monkeypatch.setattr(attaching, "MOST_BYTES", 100)

    def post(data: bytes) -> int:
        form = {"kind": "form", "title": "방문 기록지", "file": (io.BytesIO(data), "a.pdf")}
        return client.post("/manuals/cleaning/editions/1/attachments/new", data=form).status_code

    client.sign_in(reader.id)
    assert (post(pdf("기록지")), looked) == (403, [])
    client.sign_in(writer.id)
    assert (post(bytes(200)), looked) == (303, [101])
    session.expire_all()
    publish(get_edition(edition.id), reviewer, office)
    session.commit()
    assert (post(pdf("기록지")), looked) == (422, [101])
