"""Canaries in every sealed column, in photographs and in documents: whoever copies everything finds none."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import Column, Text, func, select, type_coerce, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import FactorRemoval, UnsentForm, User
from portal.audit.actions import record
from portal.audit.models import Download
from portal.audit.states import DownloadReason
from portal.backups.archive import unpack
from portal.backups.keys import identity_of, new_key
from portal.backups.making import make_backup
from portal.backups.manifest import DATABASE
from portal.backups.postgresql import program_for
from portal.benefits.settlement.tasks import set_papers
from portal.config import Settings
from portal.consortium.consulting.files import FILES as CONSULTING
from portal.consortium.library.files import FILES as LIBRARY
from portal.consortium.materials.files import FILES as MATERIALS
from portal.consortium.meetings.actions.closing import minutes_pdf
from portal.consortium.meetings.models import Meeting
from portal.consortium.papers.files import FILES as PAPERS
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.photos import letter_store
from portal.coordinators.visits import photos as visit_photos
from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.core.ids import new_id
from portal.db.engine import writing
from portal.db.sealed import SealedJson, SealedList, of_row
from portal.documents.images import clean_photo
from portal.documents.kept import KEPT_FILES
from portal.documents.settling import named_files
from portal.extensions import db
from portal.manuals.files import manual_store, sealed_manual_file
from portal.manuals.models import ManualEdition
from portal.manuals.states import ManualEditionState
from portal.monitoring.screening.models import ScreeningDraft
from portal.privacy.evidence.models import EvidencePack
from portal.privacy.evidence.packing import STEPS
from portal.privacy.evidence.tasks import make_waiting_packs
from portal.privacy.keys.actions import sealed_columns
from portal.privacy.retention.models import RetentionHold
from portal.residents.applications.models import Application, ApplicationDraft
from portal.residents.applications.receipts import receipt_for
from portal.residents.households.models import Household, Person
from portal.workforce.workers import photos as worker_photos
from portal.workforce.workers.models import Worker
from tests.databases import selected_kind
from tests.integration.demo.conftest import copy_of
from tests.integration.demo.planting import add_files, add_form
from tests.integration.demo.test_in_the_clear import dump
from tests.unit.documents.test_images import photo

CANARY = "까나리아가 여기 있습니다"
WINDOW = 48
"""So many bytes of a file in a row stand nowhere else by chance."""


@dataclass(frozen=True)
class Copied:
    """A copy of the demonstration with canaries in it."""

    app: Flask
    settings: Settings
    planted: set[str]


@pytest.fixture(scope="module")
def copied(demonstration: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    folder = tmp_path_factory.mktemp("copied")
    changed = {"backup_key": SecretStr(new_key()), "backup_dir": folder / "to"}
    with copy_of(demonstration, folder / "var", **changed) as app, app.app_context():
        planted = plant_words()
        plant_files()
        yield Copied(app, app.extensions["settings"], planted)
        db.session.rollback()


def plant_words() -> set[str]:
    """Put the canary into every sealed column; the places where it stands."""
    do_what_the_demonstration_does_not()
    return {f"{column.table.name}.{column.name}" for column in sealed_columns() if plant(column)}


def do_what_the_demonstration_does_not() -> None:
    """Rows of tables that are empty otherwise, and something of which no seal knows."""
    now = clock.now()
    user, other = db.session.scalars(select(User.id).limit(2))
    household = db.session.scalars(select(Household.id).limit(1)).one()
    person = db.session.scalars(select(Person.id).limit(1)).one()
    kept = db.session.scalars(select(BookingBreak).limit(1)).one()
    db.session.rollback()
    with writing():
        db.session.add_all(
            (
                ApplicationDraft(
                    token_digest="x", answers={"name": CANARY}, started_at=now, saved_at=now, expires_at=now
                ),
                FactorRemoval(user_id=user, reason=CANARY, asked_by_id=other, asked_at=now),
                UnsentForm(user_id=user, path="/", typed={"words": CANARY}, kept_at=now),
                Download(
                    at=now,
                    user_id=user,
                    user_name="",
                    what="정산 명세서",
                    persons=1,
                    reason=DownloadReason.OTHER,
                    note=CANARY,
                ),
                EvidencePack(
                    first_on=clock.day_of(now),
                    last_on=clock.day_of(now),
                    reason=CANARY,
                    requested_by_id=user,
                    requested_at=now,
                    total=STEPS,
                ),
                ScreeningDraft(person_id=person, by_id=user, edition=1, replies={"first": CANARY}, saved_at=now),
                RetentionHold(
                    household_id=household,
                    reason=CANARY,
                    until_on=clock.day_of(now),
                    set_by_id=user,
                    set_at=now,
                    ended_reason=CANARY,
                    ended_by_id=user,
                    ended_at=now,
                ),
            )
        )
        record("account.created", actor=SYSTEM, now=now, subject=("user", user))
        kept = db.session.get_one(BookingBreak, kept.id)
        kept.stands, kept.kept_at, kept.kept_by_id, kept.kept_reason = False, now, user, CANARY
        db.session.commit()


def plant(column: Column[Any]) -> bool:
    table, filled = column.table, func.coalesce(type_coerce(column, Text), "") != ""
    ids = [*db.session.scalars(select(table.c.id).where(filled).limit(3))]
    ids += db.session.scalars(select(table.c.id).where(~filled).limit(20)).all()
    db.session.rollback()
    for row_id in ids:
        try:
            with writing():
                values = {column.name: of_row(row_id, canary_for(column))}
                db.session.execute(update(table).where(table.c.id == row_id).values(values))
                db.session.commit()
        except IntegrityError:
            db.session.rollback()
        else:
            return True
    return False


def canary_for(column: Column[Any]) -> Any:
    if isinstance(column.type, SealedList):
        return [CANARY]
    return {"canary": CANARY} if isinstance(column.type, SealedJson) else CANARY


def plant_files() -> None:
    """A photograph of a visit, a letter and a worker, a form of a manual, every kind of document, a pack."""
    now = clock.now()
    tables = (Visit, Letter, Worker)
    visit, letter, worker = (db.session.scalars(select(table.id).limit(1)).one() for table in tables)
    db.session.rollback()
    of_visit = visit_photos.sealed_photo(clean_photo(photo("JPEG", (900, 700))))
    of_letter = letter_store().seal(clean_photo(photo("PNG", (800, 600))).data, suffix=".jpg", owner=letter)
    of_worker = worker_photos.sealed_photo(clean_photo(photo("JPEG", (600, 800))), worker)
    kinds = enumerate((PAPERS, MATERIALS, LIBRARY, CONSULTING))
    added = [files.seal(photo("PNG", (710 + 10 * place, 500)), new_id()) for place, files in kinds]
    of_manual, media_type = sealed_manual_file(photo("PNG", (700, 500)), new_id(), field="file")
    with writing():
        visit_photos.photo_store().put(of_visit, db.session)
        letter_store().put(of_letter, db.session)
        db.session.add(VisitPhoto(id=of_visit.owner, visit_id=visit, file_name=of_visit.name, added_at=now))
        worker_photos.worker_store().put(of_worker, db.session)
        manual_store().put(of_manual, db.session)
        draft = db.session.scalars(select(ManualEdition).where(ManualEdition.state == ManualEditionState.DRAFT)).first()
        assert draft
        add_form(draft, of_manual, media_type)
        add_files(added, now)
        db.session.get_one(Letter, letter).photo_name = of_letter.name
        db.session.get_one(Worker, worker).photo_name = of_worker.name
        db.session.commit()
    minutes_pdf(db.session.scalars(select(Meeting).where(Meeting.closed_at.is_not(None)).limit(1)).one(), now=now)
    receipt_for(db.session.scalars(select(Application).limit(1)).one(), now=now)
    db.session.rollback()
    set_papers(now)
    make_waiting_packs(now)


def windows(copied: Copied) -> list[bytes]:
    """Beginning, middle and end of each file that is kept, opened."""
    found = []
    for store, name, named in named_files(copied.settings):
        data = store.open_stored(name, named.owner).read()
        found += [data[at : at + WINDOW] for at in (0, len(data) // 2, len(data) - WINDOW)]
    return found


def lying(copied: Copied, folder: Path) -> Iterator[bytes]:
    """Everything that somebody can copy: each row, each file, and a back-up as it is before it is encrypted."""
    yield dump(db.session).encode()
    db.session.rollback()
    yield from (path.read_bytes() for path in copied.settings.var_dir.rglob("*") if path.is_file())
    unpack(make_backup(copied.settings, now=clock.now()).path, identity_of(copied.settings), folder)
    if selected_kind() == "postgresql":
        told = [program_for(0, "pg_restore"), "--file=-", str(folder / DATABASE)]
        yield subprocess.run(told, capture_output=True, check=True).stdout
    yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def traces(data: bytes, canaries: list[bytes]) -> list[bytes]:
    """Those that stand in `data`, as they are, in hexadecimal, or as JSON and Python escape them."""
    return [
        each for each in canaries if each in data or each.hex().encode() in data or repr(each)[2:-1].encode() in data
    ]


WORDS = [CANARY.encode(), CANARY.encode("utf-16-le"), json.dumps(CANARY).strip('"').encode()]


def test_the_canary_stands_in_every_sealed_column_and_kind_of_file(copied: Copied) -> None:
    columns = {f"{column.table.name}.{column.name}" for column in sealed_columns()}
    assert columns - copied.planted == set()
    assert {store.folder for store, _name, _named in named_files(copied.settings)} == {
        kept.folder for kept in KEPT_FILES
    }


def test_nobody_finds_one(copied: Copied, tmp_path: Path) -> None:
    canaries = [*WORDS, *windows(copied)]
    assert len(canaries) >= 18
    assert [traces(data, canaries) for data in lying(copied, tmp_path) if traces(data, canaries)] == []


FOLDERS = "documents|photos|letters|workers|manuals|meetings|events|library|consulting|evidence"
LYING = {
    r"portal\.sqlite(-wal|-shm)?": "`portal.sqlite`",
    rf"({FOLDERS})/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.(pdf|jpg|png|ics|zip|hwpx)": (
        "`documents/`, `photos/`, `letters/`, `workers/`, `manuals/`, `meetings/`, `events/`, `library/`, "
        "`consulting/`, `evidence/`"
    ),
    r"templates/[0-9a-z-]+/.+": "`templates/`",
    r"audit-heads\.txt": "`audit-heads.txt`",
    r"backups/portal-[0-9TZ]+\.age": "`backups/`",
}
"""What may lie in PORTAL_VAR_DIR, and the row of docs/operating.md that tells whose it is."""


def test_whatever_lies_in_the_folder_is_known_and_told(copied: Copied, project: Path) -> None:
    client, settings = copied.app.test_client(), copied.settings.model_copy(update={"backup_dir": None})
    assert [client.get(address).status_code for address in ("/", "/privacy", "/readyz")] == [200, 200, 200]
    assert copied.app.test_cli_runner().invoke(args=["audit", "seal"]).exit_code == 0
    make_backup(settings, now=clock.now())
    found = [path.relative_to(settings.var_dir).as_posix() for path in settings.var_dir.rglob("*") if path.is_file()]
    assert [name for name in found if not any(re.fullmatch(pattern, name) for pattern in LYING)] == []
    expected = {pattern for pattern in LYING if "sqlite" not in pattern}  # which lies elsewhere in tests
    assert {pattern for pattern in LYING if any(re.fullmatch(pattern, name) for name in found)} == expected
    told = (project / "docs/operating.md").read_text("utf-8")
    assert [words for words in LYING.values() if f"| {words}" not in told] == []


def test_the_search_finds_what_lies_in_the_clear(copied: Copied, tmp_path: Path) -> None:
    canaries = windows(copied)
    assert copied.app.test_cli_runner().invoke(args=["files", "unseal"]).exit_code == 0
    found = {each for data in lying(copied, tmp_path) for each in traces(data, canaries)}
    assert found == set(canaries)
    assert copied.app.test_cli_runner().invoke(args=["files", "settle"]).exit_code == 0
    assert traces(json.dumps({"words": CANARY}).encode(), WORDS) == WORDS[2:]
