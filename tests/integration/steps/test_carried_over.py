"""What was kept of steps before there was one table for them is found in it, and goes back whole."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from portal import create_app
from portal.audit.actions import record
from portal.audit.models import Step
from portal.benefits.settlement.actions import approve_statement
from portal.config import Settings
from portal.coordinators.referrals.actions import close_referral, decline_referral
from portal.coordinators.referrals.states import DeclineReason
from portal.db import migrations
from portal.extensions import db
from tests.factories import settlement
from tests.factories.consortium import NOW
from tests.factories.referrals import make_referral, make_scene

pytestmark = pytest.mark.on_postgresql

BEFORE, WITH = "0004", "0005"


@pytest.fixture
def migrated(settings: Settings, migrated_url: str) -> Iterator[Flask]:
    """The portal on a database that the migrations made."""
    app = create_app(settings.model_copy(update={"database_url": migrated_url}))
    yield app
    with app.app_context():
        db.engine.dispose()


def steps(engine: Engine, *kinds: str) -> list[tuple[object, ...]]:
    table = Step.__table__
    columns = [column for column in table.columns if column.name not in ("id", "before")]
    query = select(*columns).where(table.c.kind.in_(kinds)).order_by(table.c.at, table.c.kind, table.c.id)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_nothing_is_lost_on_the_way_there_and_back(migrated: Flask) -> None:
    with migrated.app_context():
        scene = make_scene()
        referral = make_referral(scene)
        decline_referral(referral, DeclineReason.OTHER, note="차가 고장", actor=scene.worker, now=NOW)
        close_referral(referral, actor=scene.coordinator, now=NOW)
        statement = settlement.submit(settlement.make_draft())
        approve_statement(statement, actor=settlement.office("최승인"), now=settlement.SETTLING)
        db.session.commit()
        url, engine = migrated.extensions["settings"].resolved_database_url, db.engine
        told = steps(engine, "referral", "statement")
        engine.dispose()
        migrations.downgrade(url, BEFORE)
        migrations.upgrade(url)
        assert len(told) == 7
        assert steps(engine, "referral", "statement") == told


def test_the_life_of_a_household_is_told_from_what_rows_say(migrated: Flask) -> None:
    with migrated.app_context():
        case = make_scene().line.plan.case
        for before, after in (("planned", "on_hold"), ("on_hold", "planned"), ("paired", "assessed")):
            about, stepped = ("household", case.household_id), {"case": str(case.id), "before": before, "after": after}
            record("case.stepped", actor=case.coordinator.actor, now=NOW, subject=about, **stepped)
        db.session.commit()
        url, engine = migrated.extensions["settings"].resolved_database_url, db.engine
        engine.dispose()
        migrations.downgrade(url, BEFORE)
        migrations.upgrade(url, WITH)
        with engine.connect() as connection:
            told = [f"{kind} {verb}" for kind, verb in connection.execute(select(Step.kind, Step.verb))]
        of_case = ["case hold", "case pair", "case resume"]
        assert sorted(told) == ["application pair", "application submit", *of_case, "plan agree", "plan draft"]
