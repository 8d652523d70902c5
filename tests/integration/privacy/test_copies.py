"""The file of a person holds everything that is kept about them, and nothing of anybody else."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import pypdfium2
import pytest
import time_machine
from sqlalchemy import CheckConstraint, Enum, Table, select, update
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.photos import letter_store
from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.coordinators.visits.photos import photo_store
from portal.core.ids import new_id
from portal.core.keeping import Class
from portal.core.permissions import Role
from portal.core.phone import format_phone
from portal.db.inserting import table_of
from portal.db.kept import Holding, holdings, may_tell
from portal.db.sealed import Sealed, SealedText, of_row
from portal.documents.kept import KEPT_FILES
from portal.extensions import db
from portal.privacy.copies import gathering
from portal.privacy.copies.actions import make_copy
from portal.privacy.copies.archive import OTHER_FILES, PHOTOGRAPHS
from portal.privacy.copies.gathering import ELSEWHERE, gather, rows_of
from portal.privacy.copies.states import CopyKind
from portal.privacy.copies.writing import FOR_SEARCHING
from portal.residents.households.models import FactChange, Person
from portal.tables import metadata
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.referrals import make_person
from tests.integration.web.everything import Everything, make_everything

pytestmark = pytest.mark.on_postgresql

SHORTEST = 6
"""A canary needs room: the last digits of a telephone number are found with the number."""


@pytest.fixture
def everything(session: Session) -> Iterator[Everything]:
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


@pytest.fixture
def person(session: Session, everything: Everything) -> Person:
    return session.scalars(select(Person).where(Person.household_id == everything.values["household_id"])).one()


@dataclass(frozen=True)
class Canary:
    """A word that stands in one column alone."""

    place: str
    word: str
    of_others: bool

    @property
    def read(self) -> str:
        """As it stands in the document."""
        return format_phone(self.word) if self.word.startswith("+") else self.word


def plant(person: Person) -> list[Canary]:
    """A canary in every column of words that tells of the person, in one row of every table."""
    numbers, planted = count(100), []
    for each in gather(person):
        row = each.rows[0]
        for holding in each.columns:
            if holding.kind is not Class.PLAIN and _takes_words(holding) and _may_stand(holding, row):
                is_phone = holding.column.name.endswith("phone")
                word = f"+821000000{next(numbers)}" if is_phone else f"나{next(numbers)}리"
                canary = Canary(holding.place, word, holding.of_others)
                _write(each.table, row["id"], holding, canary.word)
                planted.append(canary)
    db.session.commit()
    return planted


def _takes_words(holding: Holding) -> bool:
    length = getattr(holding.column.type, "length", None) or 99
    return may_tell(holding.column) and not isinstance(holding.column.type, Enum) and length >= SHORTEST


def _may_stand(holding: Holding, row: Any) -> bool:
    """Where a CHECK says when something stands there, only in the place of what stands there already."""
    checks = (each for each in holding.column.table.constraints if isinstance(each, CheckConstraint))
    is_bound = any(holding.column.name in str(each.sqltext) for each in checks)
    return not is_bound or bool(row[holding.column.name])


def _write(table: Table, row_id: Any, holding: Holding, word: str) -> None:
    is_words = isinstance(holding.column.type, SealedText) or not isinstance(holding.column.type, Sealed)
    is_json = holding.place == "audit_entry.details" or not is_words
    value: Any = {"word": word} if is_json else word
    if isinstance(holding.column.type, Sealed):
        value = of_row(row_id, value)
    db.session.connection().execute(update(table).where(table.c.id == row_id).values({holding.column.name: value}))


def files(person: Person) -> tuple[str, str]:
    """The JSON, and what is read in the PDF without the breaks of its lines."""
    db.session.expire_all()
    office = make_staff().actor
    db.session.commit()
    told = make_copy(person, CopyKind.JSON, actor=office, now=NOW).read().decode()
    document = pypdfium2.PdfDocument(make_copy(person, CopyKind.PDF, actor=office, now=NOW).read())
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return told, "".join(text.split())


def test_every_column_about_a_person_is_in_both_files(person: Person) -> None:
    planted = plant(person)
    told, read = files(person)
    own = [each for each in planted if not each.of_others]
    assert [each.place for each in own if each.word not in told] == []
    assert [each.place for each in own if each.read not in read and each.place not in FOR_SEARCHING] == []
    assert [each.place for each in planted if each.of_others and (each.word in told or each.read in read)] == []
    assert len(own) > 45


def test_a_table_that_is_forgotten_is_found(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant(person)
    monkeypatch.setattr(gathering, "ELSEWHERE", {**ELSEWHERE, "care_request": "forgotten"})
    told, _ = files(person)
    assert {each.place for each in planted if not each.of_others and each.word not in told} == {
        "care_request.words",
        "staff_notice.words",
    }


def test_every_table_of_the_inventory_is_asked_or_tells_of_others(person: Person) -> None:
    telling = {each.column.table.name for each in holdings(metadata) if each.kind is not Class.PLAIN}
    asked = {table.name for table in rows_of(person)}
    assert telling - asked - ELSEWHERE.keys() == set()
    assert ELSEWHERE.keys() - telling == set()


def test_nothing_of_others_is_told(session: Session, everything: Everything, person: Person) -> None:
    """Neither of the colleague who wrote, nor of the neighbour whom they wrote about."""
    make_person("남궁이웃", phone="+821044445555")
    change = session.get_one(FactChange, everything.values["change_id"])
    told_of = of_row(change.id, "남궁이웃 님 010-4444-5555 말씀으로 고침")
    written = update(table_of(FactChange)).where(FactChange.id == change.id)
    session.connection().execute(written.values(reason=told_of, by_name="독고직원"))
    session.commit()
    told, read = files(person)
    assert "말씀으로 고침" in told
    for other in ("남궁이웃", "4444-5555", "독고직원"):
        assert other not in told + read


def test_json_says_of_every_table_what_for_and_how_long(person: Person) -> None:
    told = json.loads(files(person)[0])
    assert told["format"] == "mapo-care-person/1"
    assert told["person"]["name"] == person.name
    tables = {each["name"]: each for each in told["tables"]}
    assert tables["person"]["called"]
    assert tables["person"]["kept_until"] == "돌봄을 마치고 5년"
    assert tables["person"]["columns"]["name"] == {"class": "identifying", "called": "이름"}
    assert "password_hash" not in json.dumps(told)


class TestPhotographs:
    """Of visits and of letters, beside both files in one."""

    def test_are_in_the_archive_beside_both_files(self, session: Session, person: Person) -> None:
        lost = plant_photographs(session, person)
        with archive_of(person) as whole:
            names = set(whole.namelist())
            assert {"내 정보 사본.pdf", "내 정보 사본.json"} <= names
            pictures = {whole.read(name) for name in names if name.endswith(".jpg")}
            assert pictures == {b"of the visit", b"of the letter"}
            assert whole.read("사진/보관된 파일을 열 수 없어 넣지 못한 사진.txt").decode().endswith(lost)
            told = json.loads(whole.read("내 정보 사본.json"))
        (visits,) = (each["rows"] for each in told["tables"] if each["name"] == "visit_photo")
        assert {row["file_name"] for row in visits} - {lost} <= {name[len("사진/2026-11-23-") :] for name in names}

    def test_of_nobody_else_are_in_it(self, session: Session, person: Person) -> None:
        plant_photographs(session, person)
        with archive_of(make_person("남궁이웃")) as whole:
            assert [name for name in whole.namelist() if name.endswith(".jpg")] == []

    def test_of_every_kind_of_kept_file_it_is_known_whether_it_holds_some(self) -> None:
        assert set(dict(KEPT_FILES.items())) == {kept.folder for kept, *_ in PHOTOGRAPHS.values()} | set(OTHER_FILES)


@contextmanager
def archive_of(person: Person) -> Iterator[zipfile.ZipFile]:
    office = make_staff().actor
    db.session.commit()
    with make_copy(person, CopyKind.ZIP, actor=office, now=NOW) as file, zipfile.ZipFile(file) as whole:
        yield whole


def plant_photographs(session: Session, person: Person) -> str:
    """One of a visit and one of a letter, and one of a visit whose file is gone; answers its name."""
    visit = session.scalars(select(Visit).where(Visit.household_id == person.household_id)).first()
    letter = session.scalars(select(Letter).where(Letter.person_id == person.id)).first()
    assert visit is not None
    assert letter is not None
    sealed = [photo_store().seal(data, suffix=".jpg", owner=new_id()) for data in (b"of the visit", b"lost")]
    photo_store().put(sealed[0], session)
    session.add_all(VisitPhoto(id=each.owner, visit_id=visit.id, file_name=each.name, added_at=NOW) for each in sealed)
    of_letter = letter_store().seal(b"of the letter", suffix=".jpg", owner=letter.id)
    letter_store().put(of_letter, session)
    letter.photo_name = of_letter.name
    session.flush()
    return sealed[1].name


class TestTheOffice:
    def test_takes_both_after_saying_why_and_leaves_a_row(
        self, client: PortalClient, everything: Everything, person: Person, session: Session
    ) -> None:
        client.sign_in(everything.people[Role.OFFICE])
        assert "개인정보 사본" in client.get(f"/households/{person.household_id}").get_data(as_text=True)
        kinds = (("pdf", "application/pdf"), ("json", "application/json"), ("zip", "application/zip"))
        for kind, media in kinds:
            asked = client.get(f"/privacy/people/{person.household_id}/copy.{kind}").location
            answer = client.get(client.post(asked, data={"reason": "check", "note": ""}).location)
            assert (answer.status_code, answer.mimetype) == (200, media)
            answer.close()
        fields = [each.details.get("fields") for each in session.scalars(select(AuditEntry).where(AuditEntry.is_read))]
        assert fields.count("copy") == 3

    def test_coordinators_do_not(self, client: PortalClient, everything: Everything, person: Person) -> None:
        client.sign_in(everything.people[Role.COORDINATOR])
        assert client.get(f"/privacy/people/{person.household_id}/copy.pdf").status_code == 403
        assert "개인정보 사본" not in client.get(f"/households/{person.household_id}").get_data(as_text=True)


class TestThePerson:
    def test_is_asked_once_more_who_they_are(
        self, client: PortalClient, everything: Everything, person: Person
    ) -> None:
        born = f"{person.birth_on:%Y%m%d}"
        client.sign_in(everything.people[Role.RESIDENT])
        assert client.get("/my/copy.json").location == "/my/copy"
        wrong = client.post("/my/copy", data={"birth_on": "19300102"})
        assert "등록된 생년월일과 다릅니다" in wrong.get_data(as_text=True)
        assert client.get("/my/copy.json").status_code == 302
        assert client.post("/my/copy", data={"birth_on": born}).location == "/my/copy"
        assert client.get("/my/copy.json").get_json()["format"] == "mapo-care-person/1"

    def test_cannot_be_guessed_at(self, client: PortalClient, everything: Everything, person: Person) -> None:
        client.sign_in(everything.people[Role.RESIDENT])
        for _ in range(5):
            client.post("/my/copy", data={"birth_on": "19300102"})
        client.post("/my/copy", data={"birth_on": f"{person.birth_on:%Y%m%d}"})
        assert client.get("/my/copy.json").status_code == 302

    def test_alone_has_it_not_whoever_helps(self, client: PortalClient, everything: Everything) -> None:
        client.sign_in(everything.people[Role.ACTING_HELPER])
        assert client.get("/my/copy").status_code == 403
