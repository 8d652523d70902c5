"""A request, or a run of a job, has one number: in its answer, in its lines of the log and in its rows of the audit."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from portal.audit.actions import record, record_whatever_happens
from portal.audit.models import AuditEntry
from portal.core.actors import ANONYMOUS, SYSTEM
from portal.core.errand import errand, errand_number
from portal.core.permissions import Role
from portal.jobs import JOBS, Job, Worker
from portal.web.access import public
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.coordinators import make_paired
from tests.pages import parse, text_of
from tests.sockets import filled_by

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def logged(event: str) -> dict[str, Any]:
    """A line as it is written."""
    line: Any = {"event": event}
    for process in structlog.get_config()["processors"]:
        line = process(None, "info", line)
    return dict(json.loads(line))


@public("a test")
def fail() -> str:
    record_whatever_happens("thing.failed", actor=ANONYMOUS, now=NOON)
    raise ValueError("까나리아")


def test_what_was_written_in_a_request_is_found_by_the_number_of_its_answer(
    client: PortalClient, session: Session
) -> None:
    household_id = make_paired().household.id
    client.sign_in(make_staff(Role.OFFICE).id)
    other, opened = (client.get(f"/households/{household_id}").headers["X-Request-Id"] for _ in range(2))
    assert other != opened
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.errand == UUID(opened)))
    assert (entry.event, entry.subject_id) == ("household.read", household_id)
    page = text_of(parse(client.post("/audit", data={"errand": opened}, follow_redirects=True).text))
    assert "1건" in page


def test_a_line_of_the_log_bears_it(app: Flask) -> None:
    with errand() as number:
        assert logged("request")["errand"] == str(number)
    assert "errand" not in logged("start")
    assert errand_number() is None


def test_a_failure_is_one_line_and_bears_the_number_of_what_is_kept_of_it(
    app: Flask, client: PortalClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "web.healthz", fail)
    with capture_logs() as lines, pytest.raises(ValueError, match="까나리아"):
        client.get("/healthz")
    (line,) = (each for each in lines if each["log_level"] == "error")
    assert (line["event"], line["failure"], line["endpoint"]) == ("unexpected", "ValueError", "web.healthz")
    assert "까나리아" not in json.dumps(line, ensure_ascii=False)
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "thing.failed"))
    assert entry.errand is not None


def test_each_run_of_a_job_has_one(session: Session) -> None:
    def note(now: datetime) -> None:
        record("thing.done", actor=SYSTEM, now=now, at=str(errand_number()))

    job = Job("test.noting", timedelta(hours=1), note)
    with filled_by(JOBS, job, key=job.name):
        for hours in range(2):
            Worker().run_due(NOON + timedelta(hours=hours))
    entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "thing.done")).all()
    assert [str(each.errand) for each in entries] == [each.details["at"] for each in entries]
    assert len({each.errand for each in entries}) == 2
