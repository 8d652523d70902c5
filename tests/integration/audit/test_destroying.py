"""After two years entries of the audit go seal by seal, and the chain of the seals still tells whether it is whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.audit.heads import keep_head
from portal.audit.models import AuditEntry, AuditSeal
from portal.audit.sealing import faults, seal_entries
from portal.config import Settings
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.privacy.retention.actions import destroy_what_is_over, hold_file
from portal.privacy.retention.models import Destruction
from tests.factories.accounts import make_staff
from tests.factories.coordinators import make_paired
from tests.integration.audit.test_sealing import SEALS, behind_the_back

NOW = datetime.now(UTC)
"""PostgreSQL asks its own clock what is over."""

OLD = NOW - timedelta(days=2 * 366)
ACTOR = Actor(new_id(), "박사무", frozenset({Role.OFFICE}))


def act(session: Session, at: datetime, *, about: object = None) -> None:
    """Two entries under a seal of their own."""
    for event in ("a.one", "a.two"):
        record(event, actor=ACTOR, now=at, subject=("household", about or new_id()))  # type: ignore[arg-type]
    session.flush()
    seal_entries(at)
    session.commit()


def seals(session: Session) -> list[AuditSeal]:
    session.expire_all()
    return list(session.scalars(select(AuditSeal).order_by(AuditSeal.id)))


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.actor_id == ACTOR.user_id)) or 0


def destroy(session: Session) -> None:
    destroy_what_is_over(NOW)
    session.commit()


class TestDestroying:
    def test_a_block_is_replaced_by_number_period_and_seal(self, session: Session) -> None:
        act(session, OLD)
        act(session, NOW - timedelta(days=700))
        digest = seals(session)[0].digest
        destroy(session)
        old, young = seals(session)
        assert (old.entries, old.marks, old.digest, old.first_at, old.last_at) == (2, {}, digest, OLD, OLD)
        assert (old.destroyed_at, young.destroyed_at, entries(session)) == (NOW, None, 2)

    def test_the_chain_still_verifies(self, session: Session) -> None:
        for days in (0, 1, 400):
            act(session, OLD + timedelta(days=days))
        first = seals(session)[0].digest
        destroy(session)
        assert list(faults(first)) == []

    def test_stands_in_the_register(self, session: Session) -> None:
        act(session, OLD)
        destroy(session)
        line = session.scalars(select(Destruction).where(Destruction.table == "audit_entry")).one()
        assert (line.rows, line.retention.value) == (2, "access_log")

    def test_what_is_not_sealed_stays(self, session: Session) -> None:
        record("a.one", actor=ACTOR, now=OLD)
        session.commit()
        destroy(session)
        assert entries(session) == 1

    def test_a_file_that_is_held_keeps_who_saw_it(self, session: Session) -> None:
        household = make_paired().household
        until = day_of(NOW) + timedelta(days=30)
        hold_file(household, reason="소송", until=until, actor=make_staff().actor, now=NOW)
        act(session, OLD, about=household.id)
        destroy(session)
        assert entries(session) == 2


class TestWhatWasDestroyedTooEarly:
    def test_is_told(self, session: Session) -> None:
        act(session, NOW - timedelta(days=700))
        seal_id = seals(session)[0].id
        behind_the_back(session, update(SEALS).where(SEALS.c.id == seal_id).values(destroyed_at=NOW, marks={}))
        told = list(faults())
        assert told[0] == f"seal {seal_id} destroyed before its time"
        assert [line.split()[-1] for line in told[1:]] == ["added", "added"]

    def test_is_told_by_the_head_outside_where_the_day_was_changed(
        self, session: Session, app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = settings.model_copy(update={"audit_heads": tmp_path / "heads.txt"})
        monkeypatch.setitem(app.extensions, "settings", own)
        young = NOW - timedelta(days=700)
        act(session, young)
        (seal,) = seals(session)
        keep_head(own, seal.digest, young)
        seal_id = seal.id
        values = {"sealed_at": OLD, "destroyed_at": NOW, "marks": {}}
        behind_the_back(session, update(SEALS).where(SEALS.c.id == seal_id).values(values))
        behind_the_back(session, AuditEntry.__table__.delete())  # type: ignore[attr-defined]
        told = app.test_cli_runner().invoke(args=["audit", "verify"])
        assert (told.exit_code, "destroyed before its time: sealed on" in told.output) == (1, True)
