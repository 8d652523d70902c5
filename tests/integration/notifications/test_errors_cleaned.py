"""What servers had said of a message before only codes were kept is taken out by the migration."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.notifications.models import OutboxEvent, OutboxMessage
from tests.integration.notifications.test_drain import queue


def migrate(session: Session, versions: Path) -> None:
    (path,) = versions.glob("*_errors_without_words.py")
    spec = spec_from_file_location("cleaning", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    with Operations.context(MigrationContext.configure(session.connection())):
        module.upgrade()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("550 5.1.1 <hong@example.kr>: no such user", "550"),
        ("451", "451"),
        ("status 404", "status 404"),
        ("gaierror: +82-10-1234-5678", ""),
        ("010 1234 5678", ""),
        ("", ""),
    ],
)
def test_only_codes_stay(session: Session, project: Path, before: str, after: str) -> None:
    queue(session)
    session.execute(update(OutboxMessage).values(last_error=before))
    session.execute(update(OutboxEvent).values(error=before))
    migrate(session, project / "migrations/versions")
    assert set(session.scalars(select(OutboxMessage.last_error))) == {after}
    assert set(session.scalars(select(OutboxEvent.error))) <= {after}
