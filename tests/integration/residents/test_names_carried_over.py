"""Whoever was entered before names had keys is found by them as well."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.config import Settings
from portal.db import migrations
from portal.extensions import db
from portal.residents.households.models import Person
from tests.databases import fresh_database_url, selected_kind
from tests.factories.residents import make_person
from tests.otherwise import portal_with

BEFORE = "0005"
KEYS = (Person.name, Person.name_key, Person.given_name_key, Person.initials)


@pytest.mark.parametrize("name", ["홍 길동", "남궁민수", "Nguyen Van Anh"])
def test_keys_are_filled_on_the_way_up(settings: Settings, tmp_path: Path, name: str) -> None:
    with fresh_database_url(selected_kind()) as url:
        own = settings.model_copy(update={"database_url": url})
        migrations.upgrade(own.resolved_database_url)
        with portal_with(own, tmp_path) as app, app.app_context():
            make_person(name)
            db.session.commit()
            told = db.session.execute(select(*KEYS)).one()
            db.session.commit()
            db.engine.dispose()
            migrations.downgrade(own.resolved_database_url, BEFORE)
            migrations.upgrade(own.resolved_database_url)
            assert db.session.execute(select(*KEYS)).one() == told
