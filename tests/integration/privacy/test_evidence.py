"""The inspector's pack: twenty items, told without residents, and totals that a second count gives as well."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import record, record_read
from portal.audit.models import AuditEntry
from portal.core.actors import ANONYMOUS
from portal.core.errors import DomainError, Forbidden
from portal.core.permissions import Role
from portal.extensions import current_settings
from portal.jobs import JOBS, Worker
from portal.privacy.evidence.actions import request_pack
from portal.privacy.evidence.items import EVIDENCE, Found, PackItem, Period
from portal.privacy.evidence.models import EvidencePack
from portal.privacy.evidence.packing import make_pack
from portal.privacy.evidence.tasks import make_waiting_packs
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired
from tests.factories.referrals import make_referral, make_scene
from tests.integration.privacy.packs import PERIOD, TODAY, count_again, figures, told


@pytest.fixture
def folder(session: Session, tmp_path: Path) -> Path:
    """A pack over a month in which somebody is cared for, with reads of them."""
    office, household_id = make_staff(name="박사무").actor, make_referral(make_scene()).household_id
    record("file.held", actor=office, now=NOW, subject=("household", household_id))
    record("case.closed", actor=office, now=NOW + timedelta(days=2))
    session.commit()
    for days in range(3):
        record_read(actor=office, now=NOW - timedelta(days=days), subject=("household", household_id))
    place = tmp_path / "pack"
    place.mkdir()
    make_pack(PERIOD, place, by="박사무", now=NOW)
    return place


class TestThePack:
    def test_has_the_twenty_items_in_order(self, folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert [(each["number"], each["item"]) for each in manifest["items"]] == [
            (number, item.value) for number, item in enumerate(PackItem, 1)
        ]
        assert len(manifest["items"]) == 20

    def test_names_every_file_with_its_digest(self, folder: Path) -> None:
        files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        there = {path.name for path in folder.iterdir()} - {"manifest.json"}
        assert {each["name"] for each in files} == there
        for each in files:
            content = (folder / each["name"]).read_bytes()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (each["size"], each["sha256"])

    def test_says_of_what_nobody_gathers_that_it_is_not_in_it(
        self, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(EVIDENCE._fillers, PackItem.REVIEW, ())
        make_pack(PERIOD, tmp_path, by="박사무", now=NOW)
        items = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["items"]
        empty = {each["item"] for each in items if each["empty"]}
        assert empty == {item.value for item in PackItem if not EVIDENCE.under(item)}
        assert PackItem.REVIEW in empty
        text_of = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "evidence.pdf").pages)
        assert "이 자료에 모으지 않습니다" in text_of

    def test_is_a_tagged_document_in_korean(self, folder: Path) -> None:
        catalogue: Any = pypdf.PdfReader(folder / "evidence.pdf").trailer["/Root"]
        assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("ko", True)

    def test_csv_and_json_tell_the_same_rows(self, folder: Path) -> None:
        listing = told(folder, PackItem.ACCESS)["listings"]["log"]
        rows = list(csv.reader(io.StringIO((folder / "05-access-log.csv").read_text("utf-8-sig"))))
        assert rows[0] == list(listing["columns"].values())
        assert len(rows) - 1 == len(listing["rows"])
        assert [row[5] for row in rows[1:]] == [row[5] for row in listing["rows"]]

    def test_names_no_resident(self, session: Session, tmp_path: Path) -> None:
        household = make_paired().household
        person = household.person
        person.name, person.phone, household.address = "카나리아", "+821099998888", "카나리아로 7"
        reader, read = make_resident(person.name), ("person", person.id)
        session.commit()
        record_read(actor=reader, now=NOW, subject=read)
        make_pack(PERIOD, tmp_path, by="박사무", now=NOW)
        kept = [path for path in tmp_path.iterdir() if path.suffix != ".pdf"]
        assert [path.name for path in kept if "카나리아" in path.read_text("utf-8")] == []
        assert "99998888" not in "".join(path.read_text("utf-8") for path in kept)


def make_resident(name: str) -> Any:
    return make_staff(Role.RESIDENT, name=name, email="resident@example.kr").actor


COUNTED_AGAIN = {
    (PackItem.ACCESS, "entries"): "SELECT count(*) FROM audit_entry WHERE at >= :begins AND at < :ends",
    (PackItem.ACCESS, "reads"): "SELECT count(*) FROM audit_entry WHERE is_read AND at >= :begins AND at < :ends",
    (PackItem.WHO_SAW, "reads"): "SELECT count(*) FROM audit_entry WHERE is_read AND at >= :begins AND at < :ends",
    (PackItem.EXCEPTIONS, "exceptions"): (
        "SELECT count(*) FROM audit_entry WHERE event = 'file.held' AND at >= :begins AND at < :ends"
    ),
    (PackItem.ACCOUNTS, "staff"): (
        'SELECT count(DISTINCT u.id) FROM "user" u JOIN role_grant g ON g.user_id = u.id'
        " WHERE g.role NOT IN ('resident', 'helper', 'acting_helper') AND u.created_at < :ends"
        " AND (u.disabled_at IS NULL OR u.disabled_at >= :begins)"
    ),
    (PackItem.GRANTS, "granted"): (
        "SELECT count(*) FROM role_grant WHERE role NOT IN ('resident', 'helper', 'acting_helper')"
        " AND granted_at >= :begins AND granted_at < :ends"
    ),
    (
        PackItem.CONSENTS,
        "agreed",
    ): "SELECT count(*) FROM consent WHERE given AND given_at >= :begins AND given_at < :ends",
    (PackItem.THIRD_PARTIES, "referrals"): (
        "SELECT count(*) FROM referral WHERE requested_at >= :begins AND requested_at < :ends"
    ),
    (PackItem.NOTICES, "messages"): (
        "SELECT count(*) FROM outbox_message WHERE created_at >= :begins AND created_at < :ends"
    ),
    (PackItem.DESTRUCTION, "rows"): (
        "SELECT coalesce(sum(rows), 0) FROM destruction WHERE at >= :begins AND at < :ends"
    ),
}


def test_totals_are_what_a_second_count_gives(session: Session, folder: Path) -> None:
    packed = {(item, name): figures(folder, item)[name] for item, name in COUNTED_AGAIN}
    assert packed == {key: count_again(session.connection(), sql) for key, sql in COUNTED_AGAIN.items()}
    assert packed[PackItem.ACCESS, "reads"] == 3
    assert packed[PackItem.EXCEPTIONS, "exceptions"] == packed[PackItem.THIRD_PARTIES, "referrals"] == 1


def test_the_log_ends_with_the_period(folder: Path) -> None:
    assert all(row[0] < "2026-11-24" for row in told(folder, PackItem.ACCESS)["listings"]["log"]["rows"])


class TestAsking:
    def test_is_for_the_office_and_for_a_period_that_was(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            request_pack(PERIOD, reason="점검", actor=ANONYMOUS, now=NOW)
        office = make_staff().actor
        for first, last in ((TODAY, TODAY - timedelta(days=1)), (TODAY + timedelta(days=1), TODAY + timedelta(days=2))):
            with pytest.raises(DomainError):
                request_pack(Period(first, last), reason="점검", actor=office, now=NOW)

    def test_the_worker_makes_it_and_the_office_takes_it(self, session: Session, client: PortalClient) -> None:
        with time_machine.travel(NOW, tick=False):
            client.sign_in(make_staff(name="박사무").id)
            sent = {"first": "2026-10-24", "last": "2026-11-23", "reason": "정기 점검"}
            assert client.post("/privacy/evidence", data=sent).location == "/privacy/evidence"
            assert "21단계 가운데 0단계" in client.get("/privacy/evidence").get_data(as_text=True)
            job = JOBS.find("evidence.make")
            assert job is not None
            Worker().run(job, NOW)
            pack = session.scalars(select(EvidencePack)).one()
            assert (pack.done, pack.total, pack.error) == (21, 21, "")
            asked = client.get(f"/privacy/evidence/{pack.id}/file").location
            answer = client.get(client.post(asked, data={"reason": "audit", "note": ""}).location)
            with zipfile.ZipFile(io.BytesIO(answer.data)) as whole:
                assert {"evidence.pdf", "manifest.json", "05-access-log.csv"} <= set(whole.namelist())
        taken = AuditEntry.event.like("evidence.%") | AuditEntry.event.like("%.download")
        events = session.scalars(select(AuditEntry.event).where(taken)).all()
        assert sorted(events) == ["evidence.request", "page.download"]

    def test_asks_from_when_to_when_and_why(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        refused = client.post("/privacy/evidence", data={"first": "2026-10-01", "last": "2026-09-01", "reason": "x"})
        assert refused.status_code == 422
        assert "끝나는 날이 시작하는 날보다 앞입니다." in refused.get_data(as_text=True)
        assert "왜 만드는지 적어 주십시오." in client.post("/privacy/evidence", data={}).get_data(as_text=True)

    def test_what_fails_is_told_and_leaves_no_file(
        self, session: Session, client: PortalClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(_period: Period) -> Found:
            raise RuntimeError("kaputt")

        monkeypatch.setitem(EVIDENCE._fillers, PackItem.REVIEW, (fails,))
        request_pack(PERIOD, reason="점검", actor=make_staff().actor, now=NOW)
        session.commit()
        make_waiting_packs(NOW)
        session.expire_all()
        pack = session.scalars(select(EvidencePack)).one()
        assert (pack.error.partition(" at ")[0], pack.file_name) == ("RuntimeError", "")
        assert "kaputt" not in pack.error
        assert list(current_settings().var_dir.glob(".evidence-*")) == []
        office = make_staff()
        assert "만들지 못한 점검 자료 다시 만들기" in read(client, office, "/inbox")
        request_pack(PERIOD, reason="다시", actor=office.actor, now=NOW + timedelta(minutes=1))
        session.commit()
        assert "만들지 못한 점검 자료" not in read(client, office, "/inbox?show=all")

    def test_a_worker_that_died_leaves_it_to_the_next(self, session: Session) -> None:
        pack = request_pack(PERIOD, reason="점검", actor=make_staff().actor, now=NOW)
        pack.beat_at = NOW
        session.commit()
        assert make_waiting_packs(NOW + timedelta(minutes=4)) == 0
        assert make_waiting_packs(NOW + timedelta(minutes=11)) == 1


def test_the_job_rests_while_nothing_waits(session: Session) -> None:
    job = JOBS.find("evidence.make")
    assert job is not None
    assert job.waits is not None
    assert not job.waits(NOW)
    request_pack(PERIOD, reason="점검", actor=make_staff().actor, now=NOW)
    assert job.waits(NOW)


class TestCommand:
    def test_makes_the_same_pack_on_the_machine(self, session: Session, app: Flask, tmp_path: Path) -> None:
        place = tmp_path / "new"
        with time_machine.travel(NOW, tick=False):
            ran = app.test_cli_runner().invoke(
                args=["evidence", "--from", "2026-10-24", "--to", "2026-11-23", "--into", str(place)]
            )
        assert (ran.exit_code, (place / "manifest.json").is_file()) == (0, True), ran.output
        again = app.test_cli_runner().invoke(
            args=["evidence", "--from", "2026-10-24", "--to", "2026-11-23", "--into", str(place)]
        )
        assert (again.exit_code, "비어 있지 않습니다" in again.output) == (1, True)
