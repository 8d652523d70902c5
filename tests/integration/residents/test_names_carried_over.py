"""Whoever was entered before names had keys is found by them as well."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.config import Settings
from portal.db import migrations
from portal.extensions import db
from portal.residents.households.models import Person
from tests.factories.residents import make_person
from tests.otherwise import portal_with

pytestmark = pytest.mark.on_postgresql

BEFORE = "0005"
KEYS = (Person.name, Person.name_key, Person.given_name_key, Person.initials)


def test_keys_are_filled_on_the_way_up(settings: Settings, tmp_path: Path, migrated_url: str) -> None:
    own = settings.model_copy(update={"database_url": migrated_url})
    with portal_with(own, tmp_path) as app, app.app_context():
        for name in ("홍 길동", "남궁민수", "Nguyen Van Anh"):
            make_person(name)
        db.session.commit()
        told = db.session.execute(select(*KEYS).order_by(Person.name)).all()
        assert all(all(row) for row in told)
        db.session.commit()
        db.engine.dispose()
        migrations.downgrade(migrated_url, BEFORE)
        migrations.upgrade(migrated_url)
        assert db.session.execute(select(*KEYS).order_by(Person.name)).all() == told
