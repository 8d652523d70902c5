"""What is sensitive lies encrypted, bound to its column and row, and reads as it was written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from portal.config import Mode, Settings
from portal.core.ids import new_id
from portal.db import migrations
from portal.db.engine import engine_options, prepare_engine
from portal.db.keyring import Keyring, NotOpened
from portal.db.sealed import Unbound, of_row
from portal.residents.households.models import FactChange, Household, Person
from portal.residents.households.states import Fact
from tests.databases import fresh_database_url, selected_kind
from tests.factories.consortium import NOW
from tests.factories.referrals import make_person, make_scene, make_visit

WAY_IN = "현관 비밀번호는 우체통 안쪽에"


@pytest.fixture
def household(session: Session) -> Household:
    household = make_person().household
    household.entry_note = WAY_IN
    session.flush()
    return household


def lies(session: Session, household: Household, column: str = "entry_note") -> str:
    """What the database holds."""
    statement = sa.text(f"SELECT {column} FROM household WHERE number = :number")  # noqa: S608 our own names
    return str(session.execute(statement, {"number": household.number}).scalar_one())


class TestAText:
    def test_reads_as_it_was_written_and_lies_otherwise(self, session: Session, household: Household) -> None:
        kept = lies(session, household)
        assert WAY_IN not in kept
        assert kept.startswith("1.")
        session.expire(household)
        assert household.entry_note == WAY_IN

    def test_lies_otherwise_each_time(self, session: Session, household: Household) -> None:
        before = lies(session, household)
        household.entry_note = ""
        session.flush()
        assert lies(session, household) == ""
        household.entry_note = WAY_IN
        session.flush()
        assert lies(session, household) != before

    def test_is_read_by_columns_aliases_joins_and_subqueries(self, session: Session, household: Household) -> None:
        alias = sa.orm.aliased(Household)
        inner = sa.select(Household.id, Household.entry_note.label("way_in")).subquery()
        for statement in (
            sa.select(Household.entry_note),
            sa.select(Household.entry_note.label("way")).join(Person),
            sa.select(alias.entry_note),
            sa.select(inner.c.way_in),
            sa.select(Household.__table__.c.entry_note),
        ):
            assert session.execute(statement).scalar_one() == WAY_IN

    def test_can_be_asked_whether_something_is_there(self, session: Session, household: Household) -> None:
        make_person().household.entry_note = ""
        session.flush()
        assert session.scalars(sa.select(Household).where(Household.entry_note != "")).one() is household


class TestIsBound:
    def test_to_its_column(self, session: Session) -> None:
        visit = make_visit(make_scene())
        visit.notes, visit.feedback = "무릎이 아프십니다", "고맙습니다"
        session.flush()
        session.execute(sa.text("UPDATE visit SET feedback = notes"))
        with pytest.raises(NotOpened):
            session.refresh(visit)

    def test_to_its_row(self, session: Session, household: Household) -> None:
        other = make_person().household
        moved = sa.text("UPDATE household SET entry_note = :kept WHERE number = :number")
        session.execute(moved, {"kept": lies(session, household), "number": other.number})
        with pytest.raises(NotOpened):
            session.refresh(other)

    def test_so_that_a_changed_one_does_not_open(self, session: Session, household: Household) -> None:
        kept = lies(session, household)
        swapped = "A" if kept[20] != "A" else "B"
        session.execute(sa.text("UPDATE household SET entry_note = :kept"), {"kept": kept[:20] + swapped + kept[21:]})
        with pytest.raises(NotOpened):
            session.refresh(household)

    def test_and_nothing_can_be_sought_in_it(self, session: Session, household: Household) -> None:
        for sought in (Household.entry_note == WAY_IN, Household.entry_note.contains("비밀")):
            with pytest.raises(StatementError) as refused:
                session.scalars(sa.select(Household).where(sought)).all()
            assert isinstance(refused.value.orig, Unbound)

    def test_nor_is_it_selected_without_its_row(self, session: Session, household: Household) -> None:
        bare = sa.select(Household.entry_note.label("way_in")).subquery()
        with pytest.raises(Unbound):
            session.execute(sa.select(bare.c.way_in))

    def test_and_a_statement_of_our_own_says_whose_it_is(self, session: Session, household: Household) -> None:
        change = sa.update(Household).where(Household.id == household.id)
        session.execute(change.values(entry_note=of_row(household.id, "옆집에 열쇠")))
        session.refresh(household)
        assert household.entry_note == "옆집에 열쇠"
        with pytest.raises(StatementError):
            session.execute(change.values(entry_note="아무 말"))


def test_a_mapping_is_sealed_as_well(session: Session, household: Household) -> None:
    before, after = {"entry_note": WAY_IN}, {"entry_note": ""}
    change = FactChange(
        household_id=household.id, person_id=household.person.id, fact=Fact.WAY_IN, before=before, after=after,
        from_on=NOW.date(), at=NOW,
    )  # fmt: skip
    session.add(change)
    session.flush()
    session.expire(change)
    assert (change.before, change.after) == (before, after)
    assert "비밀" not in json.dumps(str(session.execute(sa.text("SELECT before FROM fact_change")).scalar_one()))


class TestKeys:
    def test_the_first_seals_and_each_opens(self) -> None:
        first, both = Keyring({1: "a" * 40}), Keyring({2: "b" * 40, 1: "a" * 40})
        kept = first.seal("말", "contact.note", "x")
        assert both.open(kept, "contact.note", "x") == "말"
        assert both.seal("말", "contact.note", "x").startswith("2.")
        with pytest.raises(NotOpened, match="no key '2'"):
            first.open(both.seal("말", "contact.note", "x"), "contact.note", "x")

    @pytest.mark.parametrize("kept", ["", "1", "1.", "x.abcd", "1.abcd", "1.abcde", "1.가나", "1.%%%"])
    def test_nonsense_does_not_open(self, kept: str) -> None:
        with pytest.raises(NotOpened):
            Keyring({1: "a" * 40}).open(kept, "contact.note", "x")


class TestTheMigration:
    """Encrypts what is there, and gives it back."""

    @pytest.fixture
    def engine(self) -> Iterator[sa.Engine]:
        with fresh_database_url(selected_kind()) as address:
            url = Settings(_env_file=None, mode=Mode.TEST, database_url=address).resolved_database_url
            engine = sa.create_engine(**engine_options(url, 1))
            prepare_engine(engine)
            yield engine
            engine.dispose()

    def test_up_and_down(self, app: Flask, project: Path, settings: Settings, engine: sa.Engine) -> None:
        own = next((project / "migrations/versions").glob("*_sealed_columns.py")).name[:4]
        before, url = f"{int(own) - 1:04d}", engine.url.render_as_string(hide_password=False)
        migrations.upgrade(url, before)
        written = self.write(engine, settings)
        with app.app_context():
            migrations.upgrade(url, own)
            sealed = self.read(engine)
            migrations.downgrade(url, before)
        assert "비밀" not in str(sealed)
        assert "SECRET" not in str(sealed)
        assert sealed["entry_note"].startswith("1.")
        assert self.read(engine) == written

    def write(self, engine: sa.Engine, settings: Settings) -> dict[str, Any]:
        tables = sa.MetaData()
        tables.reflect(engine, only=["household", "user"])
        household, user = tables.tables["household"], tables.tables["user"]
        ids = {"household": new_id(), "user": new_id()}
        cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"portal fields").derive(settings.field_keys[1].encode()))
        secret = b"n" * 12 + cipher.encrypt(b"n" * 12, b"SECRET", ids["user"].bytes)
        plain = dict.fromkeys(
            ("address", "address_detail", "address_key", "postcode", "dong_code", "pets", "emergency_name",
             "emergency_relation", "emergency_phone"), "",
        )  # fmt: skip
        home = {"id": ids["household"], "number": "2026-000001", "entry_note": WAY_IN, "created_at": NOW}
        person = {"id": ids["user"], "name": "이직원", "authenticator_secret": secret, "created_at": NOW}
        with engine.begin() as connection:
            as_kept = {key: value.hex if engine.dialect.name == "sqlite" else value for key, value in ids.items()}
            connection.execute(household.insert(), {**plain, **home, "id": as_kept["household"]})
            connection.execute(user.insert(), {**person, "id": as_kept["user"]})
        return {"entry_note": WAY_IN, "secret": "SECRET"}

    def read(self, engine: sa.Engine) -> dict[str, Any]:
        with engine.connect() as connection:
            way_in = connection.exec_driver_sql("SELECT entry_note FROM household").scalar_one()
            secret, owner = connection.exec_driver_sql('SELECT authenticator_secret, id FROM "user"').one()
        return {"entry_note": way_in, "secret": self.opened(secret, owner)}

    def opened(self, secret: Any, owner: Any) -> str:
        """By the form of before, where it has that."""
        return secret if isinstance(secret, str) else "SECRET" if secret else ""
