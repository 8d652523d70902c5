"""Sealed entries show it when somebody changed, removed or added one behind the portal's back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import Executable, Table, delete, func, select, update
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.audit.heads import kept_heads
from portal.audit.models import AuditEntry, AuditIsFinal, AuditSeal, Step
from portal.audit.sealing import faults, last_seal, seal_entries
from portal.audit.tasks import send_head
from portal.config import Settings
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.db.transaction import own_transaction
from portal.extensions import current_settings
from portal.notifications.models import OutboxMessage
from tests.client import PortalClient
from tests.factories.accounts import make_staff

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ACTOR = Actor(new_id(), "박사무", frozenset({Role.OFFICE}))
ENTRIES = cast(Table, AuditEntry.__table__)
SEALS = cast(Table, AuditSeal.__table__)


def act(session: Session, *events: str) -> list[AuditEntry]:
    """Record the events and return the entries."""
    for event in events:
        record(event, actor=ACTOR, now=NOW, subject=("household", new_id()), reason="달라짐")
    session.commit()
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def seal(session: Session) -> int:
    sealed = seal_entries(NOW)
    session.commit()
    return sealed


def behind_the_back(session: Session, statement: Executable) -> None:
    """As somebody with a database console would."""
    session.rollback()
    with own_transaction() as own:
        own.connection().execute(statement)


class TestSeal:
    def test_everything_is_sealed_once_and_each_seal_follows_the_one_before(self, session: Session) -> None:
        act(session, "thing.made", "thing.changed")
        assert seal(session) == 2
        assert seal(session) == 0
        act(session, "thing.closed")
        assert seal(session) == 1
        first, second = session.scalars(select(AuditSeal).order_by(AuditSeal.id))
        assert (first.previous_digest, second.previous_digest) == ("", first.digest)
        assert list(faults()) == []

    def test_two_workers_cannot_follow_the_same_seal(self, session: Session) -> None:
        act(session, "thing.made")
        seal(session)
        copy = AuditSeal(sealed_at=NOW, entries=0, marks={}, digest="x", previous_digest="")
        session.add(copy)
        with pytest.raises(Exception, match=r"previous_digest"):
            session.flush()

    def test_what_is_not_sealed_yet_may_wait(self, session: Session) -> None:
        act(session, "thing.made")
        assert list(faults()) == []


class TestFaults:
    def test_a_changed_entry_is_named(self, session: Session) -> None:
        _, entry, _ = act(session, "a.one", "a.two", "a.three")
        seal(session)
        behind_the_back(session, update(ENTRIES).where(ENTRIES.c.id == entry.id).values(actor_name="다른사람"))
        assert list(faults()) == [f"entry {entry.id} changed"]

    @pytest.mark.parametrize(
        "column", ["event", "at", "details", "is_read", "address", "subject_kind", "actor_id", "errand"]
    )
    def test_no_column_can_be_changed_unseen(self, session: Session, column: str) -> None:
        (entry,) = act(session, "a.one")
        seal(session)
        values = {
            "event": "a.two",
            "at": NOW + timedelta(microseconds=1),
            "details": {},
            "is_read": True,
            "address": "10.0.0.1",
            "subject_kind": "person",
            "actor_id": new_id(),
            "errand": new_id(),
        }
        behind_the_back(session, update(ENTRIES).where(ENTRIES.c.id == entry.id).values({column: values[column]}))
        assert list(faults()) == [f"entry {entry.id} changed"]

    def test_a_missing_entry_is_named(self, session: Session) -> None:
        entry_id = act(session, "a.one", "a.two")[0].id
        seal(session)
        behind_the_back(session, delete(ENTRIES).where(ENTRIES.c.id == entry_id))
        assert list(faults()) == [f"entry {entry_id} missing"]

    def test_an_entry_put_under_an_old_seal_is_named(self, session: Session) -> None:
        act(session, "a.one")
        seal(session)
        newest = last_seal()
        assert newest is not None
        late = act(session, "a.late")[-1]
        behind_the_back(session, update(ENTRIES).where(ENTRIES.c.id == late.id).values(seal_id=newest.id))
        assert list(faults()) == [f"entry {late.id} added"]

    def test_a_seal_rewritten_to_hide_a_change_breaks(self, session: Session) -> None:
        (entry,) = act(session, "a.one")
        seal(session)
        seals = session.scalars(select(AuditSeal)).one()
        marks = {str(entry.id): "0" * 64}
        behind_the_back(session, update(SEALS).where(SEALS.c.id == seals.id).values(marks=marks))
        assert list(faults()) == [f"seal {seals.id} changed", f"entry {entry.id} changed"]

    def test_a_removed_seal_leaves_the_later_ones_loose(self, session: Session) -> None:
        for event in ("a.one", "a.two", "a.three"):
            act(session, event)
            seal(session)
        first, second, _ = session.scalars(select(AuditSeal).order_by(AuditSeal.id))
        behind_the_back(session, update(ENTRIES).values(seal_id=None).where(ENTRIES.c.seal_id == second.id))
        behind_the_back(session, delete(SEALS).where(SEALS.c.id == second.id))
        assert list(faults()) == [f"seal missing after {first.digest}: 1 seals hang loose"]

    def test_a_chain_made_anew_lacks_the_digest_that_was_noted_down(self, session: Session) -> None:
        act(session, "a.one")
        seal(session)
        newest = last_seal()
        assert newest is not None
        assert list(faults(newest.digest)) == []
        assert list(faults("f" * 64)) == [f"no seal bears the digest {'f' * 64}"]


class TestCommands:
    def test_verify_names_what_does_not_fit_and_fails(self, session: Session, app: Flask) -> None:
        entry_id = act(session, "a.one", "a.two")[0].id
        runner = app.test_cli_runner()
        assert "2 entries sealed" in runner.invoke(args=["audit", "seal"]).output
        intact = runner.invoke(args=["audit", "verify"])
        assert (intact.exit_code, intact.output.startswith("intact, newest digest ")) == (0, True)
        behind_the_back(session, delete(ENTRIES).where(ENTRIES.c.id == entry_id))
        broken = runner.invoke(args=["audit", "verify"])
        assert broken.exit_code == 1
        assert f"entry {entry_id} missing" in broken.output


class TestHeadsKeptOutside:
    @pytest.fixture
    def app(self, app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
        """Keeps its heads in a file of this test."""
        own = settings.model_copy(update={"audit_heads": tmp_path / "heads.txt"})
        monkeypatch.setitem(app.extensions, "settings", own)
        return app

    @pytest.fixture
    def session(self, app: Flask, session: Session) -> Session:
        """Two seals over one entry each, made by the command."""
        for event in ("a.one", "a.two"):
            act(session, event)
            app.test_cli_runner().invoke(args=["audit", "seal"])
        return session

    def test_each_seal_is_kept(self, session: Session, app: Flask) -> None:
        with app.app_context():
            kept = kept_heads(current_settings())
        assert list(kept) == list(session.scalars(select(AuditSeal.digest).order_by(AuditSeal.id)))
        assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0

    def test_the_newest_seal_cut_off_is_told(self, session: Session, app: Flask) -> None:
        newest = last_seal()
        assert newest is not None
        seal_id, digest = newest.id, newest.digest
        behind_the_back(session, delete(ENTRIES).where(ENTRIES.c.seal_id == seal_id))
        behind_the_back(session, delete(SEALS).where(SEALS.c.id == seal_id))
        assert list(faults()) == [], "the chain alone does not tell"
        told = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert (told.exit_code, f"no seal bears the digest {digest}" in told.output) == (1, True)

    def test_everything_gone_is_told(self, session: Session, app: Flask) -> None:
        behind_the_back(session, delete(ENTRIES))
        behind_the_back(session, delete(SEALS))
        told = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert (told.exit_code, told.output.count("no seal bears the digest")) == (1, 2)

    def test_everything_gone_is_told_even_without_heads(self, session: Session, app: Flask, tmp_path: Path) -> None:
        session.add(Step(kind="visit", thing_id=new_id(), household_id=None, verb="book", after="booked", at=NOW))
        session.commit()
        behind_the_back(session, delete(ENTRIES))
        behind_the_back(session, delete(SEALS))
        (tmp_path / "heads.txt").unlink()
        told = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert (told.exit_code, "no entry and no seal, though steps were taken" in told.output) == (1, True)

    def test_a_new_portal_has_nothing_to_tell(self, app: Flask, session: Session, tmp_path: Path) -> None:
        behind_the_back(session, delete(ENTRIES))
        behind_the_back(session, delete(SEALS))
        (tmp_path / "heads.txt").unlink()
        told = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert (told.exit_code, told.output) == (0, "nothing sealed yet\n")


class TestHeadsSentAway:
    def test_the_newest_digest_is_mailed_to_the_address_that_is_set(
        self, session: Session, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        act(session, "a.one")
        seal(session)
        newest = last_seal()
        assert newest is not None
        send_head(NOW)
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
        own = settings.model_copy(update={"audit_heads_mail": "notary@example.kr"})
        monkeypatch.setitem(app.extensions, "settings", own)
        send_head(NOW)
        mail = session.scalars(select(OutboxMessage)).one()
        assert (mail.recipient, mail.kind, newest.digest in mail.body) == ("notary@example.kr", "audit_head", True)
        assert list(faults(newest.digest)) == []

    def test_a_page_prints_it(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        assert "아직 봉인한 기록이 없습니다." in client.get("/audit/head").get_data(as_text=True)
        act(session, "a.one")
        seal(session)
        newest = last_seal()
        assert newest is not None
        assert newest.digest in client.get("/audit/head").get_data(as_text=True)


class TestGuard:
    def test_an_entry_cannot_be_changed(self, session: Session) -> None:
        (entry,) = act(session, "a.one")
        entry.actor_name = "다른사람"
        with pytest.raises(AuditIsFinal, match="actor_name"):
            session.flush()

    def test_an_entry_cannot_be_removed(self, session: Session) -> None:
        (entry,) = act(session, "a.one")
        session.delete(entry)
        with pytest.raises(AuditIsFinal):
            session.flush()

    def test_neither_can_many_at_once(self, session: Session) -> None:
        act(session, "a.one", "a.two")
        for statement in (
            update(AuditEntry).values(actor_name="다른사람"),
            update(AuditEntry).values(seal_id=new_id(), event="x"),
            delete(AuditEntry),
            update(AuditSeal).values(digest="x"),
            delete(AuditSeal),
        ):
            with pytest.raises(AuditIsFinal):
                session.execute(statement)
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 2
