"""What migrations make of rows that were there before: nothing is hidden that somebody is still to read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.orm import Session

from portal.consortium.minutes.actions import seal_due
from portal.core.actors import SYSTEM
from portal.monitoring.teams.states import Found, ReportState
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.states import WorryVerb
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.meetings import make_office
from tests.factories.minutes import make_out, over
from tests.factories.teams import make_report
from tests.factories.worries import make_worry

Migrating = Callable[[str, str], None]


@pytest.fixture
def migrating(session: Session, project: Path) -> Migrating:
    """Does to the rows of the test what a part of a migration does to those it finds."""

    def migrate(revision: str, part: str) -> None:
        (path,) = (project / "migrations/versions").glob(f"{revision}_*.py")
        session.flush()
        with Operations.context(MigrationContext.configure(session.connection())):
            getattr(_loaded(path), part)()
        session.expire_all()

    return migrate


def _loaded(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_words_beside_well_are_read_still_where_they_are_not_old(migrating: Migrating) -> None:
    today = datetime.now(UTC)
    told = [
        make_report(found=found, note=note, now=today - timedelta(days=days))
        for found, note, days in (
            (Found.WELL, "보일러가 고장", 1),
            (Found.WELL, "보일러가 고장", 60),
            (Found.WELL, "", 60),
            (Found.NOBODY, "", 60),
        )
    ]
    migrating("0129", "close_old_reports")
    assert [report.state is ReportState.SEEN_TO for report in told] == [False, True, False, False]
    assert told[1].seen_to_at == told[1].at


def test_worries_count_from_when_they_were_taken_up_again(migrating: Migrating) -> None:
    first, again, office = make_worry(), make_worry(), make_staff().actor
    for days, verb in ((1, WorryVerb.END), (50, WorryVerb.REOPEN), (51, WorryVerb.ASK_BACK)):
        handle_worry(again, verb, "집주인에게 물음", actor=office, now=NOW + timedelta(days=days))
    again.since_at = again.reported_at
    migrating("0129", "count_anew")
    assert (first.since_at, again.since_at) == (NOW, NOW + timedelta(days=50))


def test_minutes_that_were_sealed_before_say_what_they_said(migrating: Migrating) -> None:
    office = make_office()
    sealed = make_out(office)
    seal_due(actor=SYSTEM, now=over(sealed))
    out = make_out(office)
    migrating("0130", "keep_what_was_sealed")
    assert (sealed.last_word_counts, out.last_word_counts) == (False, True)
