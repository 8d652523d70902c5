"""The worker runs each job when it is due, one worker of all, and survives those that fail."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import record_whatever_happens
from portal.audit.models import AuditEntry
from portal.core.actors import ANONYMOUS
from portal.db.job_runs import JobRun, looked_until
from portal.jobs import JOBS, Aside, Job, StoppedMidway, Worker, work
from tests.sockets import filled_by

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ran(app: Flask) -> Iterator[list[datetime]]:
    """When the only job, an hourly one, ran."""
    moments: list[datetime] = []
    with hourly(moments.append):
        yield moments


def hourly(run: Callable[[datetime], object], *, everywhere: bool = False) -> AbstractContextManager[None]:
    """The workers have one job."""
    job = Job("test.hourly", HOUR, run, everywhere)
    return filled_by(JOBS, job, key=job.name)


class TestRunDue:
    def test_a_job_runs_at_once_and_then_when_its_time_has_passed(self, session: Session, ran: list[datetime]) -> None:
        worker = Worker()
        for minutes in (0, 59, 60, 61, 120):
            worker.run_due(NOON + timedelta(minutes=minutes))
        assert ran == [NOON, NOON + HOUR, NOON + 2 * HOUR]

    def test_a_job_for_which_nothing_waits_is_left_alone(self, session: Session) -> None:
        moments: list[datetime] = []
        busy_from = NOON + HOUR
        job = Job("test.waiting", timedelta(minutes=1), moments.append, waits=lambda now: now >= busy_from)
        with filled_by(JOBS, job, key=job.name):
            assert [Worker().run_due(moment) for moment in (NOON, busy_from)] == [[], ["test.waiting"]]
        assert moments == [busy_from]

    def test_a_restart_does_not_run_it_again(self, session: Session, ran: list[datetime]) -> None:
        Worker().run_due(NOON)
        assert Worker().run_due(NOON + timedelta(minutes=30)) == []

    @pytest.mark.parametrize("hours", [-2, 2])
    def test_a_clock_that_jumps_makes_no_job_rest(self, session: Session, ran: list[datetime], hours: int) -> None:
        worker = Worker()
        jumped = NOON + timedelta(hours=hours)
        for moment in (NOON, jumped, jumped + timedelta(minutes=30), jumped + HOUR):
            worker.run_due(moment)
        assert ran == [NOON, jumped, jumped + HOUR]

    def test_one_that_is_stopped_midway_is_run_by_the_next(self, session: Session, ran: list[datetime]) -> None:
        def stopped(_now: datetime) -> None:
            raise StoppedMidway

        with hourly(stopped), pytest.raises(StoppedMidway):
            Worker().run_due(NOON)
        assert Worker().run_due(NOON + timedelta(seconds=1)) == ["test.hourly"]

    def test_of_four_workers_one_runs_it(self, session: Session, app: Flask, ran: list[datetime]) -> None:
        together = Barrier(4)

        def look(_worker: int) -> list[str]:
            with app.app_context():
                together.wait()
                return Worker().run_due(NOON)

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(look, range(4))) == [[], [], [], ["test.hourly"]]
        assert ran == [NOON]

    def test_a_job_that_bears_company_runs_in_each(self, session: Session, ran: list[datetime]) -> None:
        first, second = Worker(), Worker()
        with hourly(ran.append, everywhere=True):
            for worker in (first, second, first):
                worker.run_due(NOON)
        assert ran == [NOON, NOON]

    def test_one_that_fails_is_noted_and_stops_no_other(self, session: Session, ran: list[datetime]) -> None:
        def fail(_now: datetime) -> None:
            raise ValueError("broken")

        JOBS.fill(Job("test.broken", HOUR, fail), "test.broken")
        assert sorted(Worker().run_due(NOON)) == ["test.broken", "test.hourly"]
        rows = session.execute(select(JobRun.name, JobRun.last_error).order_by(JobRun.name)).all()
        assert [(name, said.partition(" at ")[0]) for name, said in rows] == [
            ("test.broken", "ValueError"),
            ("test.hourly", ""),
        ]

    def test_it_is_kept_until_when_a_job_has_looked_and_went_well(self, session: Session, app: Flask) -> None:
        """A job that asks what has happened since then misses nothing by failing or by a worker that is away."""

        def look(now: datetime) -> None:
            seen.append(looked_until(session, "test.hourly", now))
            if len(seen) == 2:
                raise ValueError("broken")

        seen: list[datetime | None] = []
        with hourly(look):
            for hours in range(4):
                Worker().run_due(NOON + hours * HOUR)
        assert seen == [None, NOON, NOON, NOON + 2 * HOUR]

    def test_what_a_job_writes_and_queues_is_kept(self, session: Session, ran: list[datetime]) -> None:
        def write(now: datetime) -> None:
            session.add(JobRun(name="test.written", started_at=now))
            session.flush()
            record_whatever_happens("thing.done", actor=ANONYMOUS, now=now)

        with hourly(write):
            Worker().run_due(NOON)
        assert session.get(JobRun, "test.written") is not None
        assert session.scalars(select(AuditEntry.event)).all() == ["thing.done"]


class TestEveryJob:
    """The jobs of the portal itself, one after the other as a worker runs them, on an empty portal."""

    def test_runs_to_its_end(self, session: Session) -> None:
        session.rollback()
        for job in JOBS:
            Worker().run(job, NOON)
        failed = select(JobRun.name, JobRun.last_error).where(JobRun.last_error != "")
        assert session.execute(failed).all() == []


class TestAside:
    def test_it_runs_in_a_process_of_its_own_that_ends_with_the_worker(self, app: Flask, session: Session) -> None:
        """The process here is any that would go on for long."""
        aside = Aside("no-such-job", command=(sys.executable, "-c", "import time; time.sleep(600)"))
        assert not aside.is_over()
        aside.end()
        assert aside.is_over()

    def test_the_worker_begins_it_once_and_goes_on(self, session: Session, ran: list[datetime]) -> None:
        job = Job("test.hourly", HOUR, ran.append, aside=True)
        with filled_by(JOBS, job, key=job.name):
            worker = Worker()
            assert worker.run_due(NOON) == ["test.hourly"]
            assert Worker().run_due(NOON) == []
        assert [aside.process.args[-2:] for aside in worker.aside] == [["job", "test.hourly"]]  # type: ignore[index]
        for aside in worker.aside:
            aside.end()
        assert ran == []

    def test_the_command_runs_it_and_notes_how_it_went(self, app: Flask, session: Session, ran: list[datetime]) -> None:
        Worker()._take(Job("test.hourly", HOUR, ran.append), NOON)
        result = app.test_cli_runner().invoke(args=["job", "test.hourly"])
        assert (result.exit_code, len(ran)) == (0, 1)
        assert session.get_one(JobRun, "test.hourly").finished_at is not None
        assert app.test_cli_runner().invoke(args=["job", "no.such"]).exit_code == 2


class TestWork:
    def test_it_runs_until_it_is_told_to_stop(self, app: Flask, ran: list[datetime]) -> None:
        stop = Event()

        def run_and_stop(now: datetime) -> None:
            ran.append(now)
            stop.set()

        thread = Thread(target=work, args=(app, stop))
        with hourly(run_and_stop):
            thread.start()
            thread.join(timeout=10)
        assert not thread.is_alive()
        assert len(ran) == 1


class TestCommand:
    def test_once_runs_what_is_due_and_ends(self, app: Flask, ran: list[datetime]) -> None:
        result = app.test_cli_runner().invoke(args=["worker", "--once"])
        assert (result.exit_code, result.output) == (0, "test.hourly\n")

    def test_the_portal_seals_sends_and_forgets(self, app: Flask) -> None:
        assert {"audit.seal", "outbox.drain", "accounts.forget"} <= {job.name for job in JOBS}
