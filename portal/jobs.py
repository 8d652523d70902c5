"""What is done beside the requests, how often, and the worker that does it: `flask --app portal worker`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.core import clock
from portal.core.errand import errand
from portal.core.failures import in_short
from portal.core.sockets import Socket, Takes
from portal.db.away import connect_anew, is_away
from portal.db.engine import writing
from portal.db.job_runs import JobRun
from portal.db.transaction import collecting, own_transaction, run_queued
from portal.extensions import db
from portal.reporting import report

LOOK_EVERY_SECONDS = 1.0
GRACE_SECONDS = 4
SKEW = timedelta(minutes=1)
"""So far the clocks of two machines may lie apart."""
ERROR_LENGTH = 200
FLASK = (sys.executable, "-m", "flask", "--app", "portal")


@dataclass(frozen=True)
class Job:
    """`run(now)` is called in an application context; what it leaves in `db.session` is committed.

    One of all workers runs it every `every`; a job that bears company may run `everywhere`, in each of them. What takes
    minutes runs `aside`, in a process of its own: nothing else waits for it. A job that knows whether something `waits`
    for it is left alone while nothing does.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    everywhere: bool = False
    aside: bool = False
    waits: Callable[[datetime], bool] | None = None


stopping = Event()
"""Set once this process was told to end; a job of many steps looks at it before each."""

JOBS: Socket[Job] = Socket("jobs by name", Takes.ONE)


class Worker:
    """Runs the jobs that are due; knows itself when it ran those that every worker runs."""

    def __init__(self) -> None:
        self.ran: dict[str, float] = {}
        self.aside: list[Aside] = []
        self.log: Any = structlog.get_logger()

    def run_due(self, now: datetime) -> list[str]:
        """Run what is due at `now`; returns the names of the jobs that ran, failed ones among them."""
        started = self._started()
        due = [job for job in JOBS if not (self._rests(job) if job.everywhere else _is_resting(job, started, now))]
        wanted = [job for job in due if job.waits is None or job.waits(now)]
        db.session.rollback()
        return [job.name for job in wanted if self._take(job, now) and self._begin(job, now)]

    def look(self, now: datetime) -> None:
        """Run what is due; while the database is away nothing is, and the worker looks again."""
        try:
            self.run_due(now)
        except Exception as failure:
            if not is_away(failure):
                raise
            self.log.warning("away", failure=type(failure).__name__)
            db.session.rollback()
            connect_anew(db.engine, failure)

    def _begin(self, job: Job, now: datetime) -> bool:
        if not job.aside:
            return self.run(job, now)
        self.aside.append(Aside(job.name))
        return True

    def _started(self) -> dict[str, datetime]:
        shared = {run.name: run.started_at for run in db.session.scalars(select(JobRun))}
        db.session.rollback()
        return shared

    def _rests(self, job: Job) -> bool:
        """By a clock that nobody sets: one that runs in every worker is none of the others' business."""
        ran = self.ran.get(job.name)
        return ran is not None and time.monotonic() < ran + job.every.total_seconds()

    def _take(self, job: Job, now: datetime) -> bool:
        """Whether this worker, of all that look at the same moment, is the one to run the job."""
        if job.everywhere:
            self.ran[job.name] = time.monotonic()
            return True
        rested = or_(JobRun.started_at <= now - job.every, JobRun.started_at > now + SKEW)
        take = (
            update(JobRun)
            .where(JobRun.name == job.name, rested)
            .values(started_at=now, finished_at=None, last_error="")
        )
        with own_transaction() as session:
            if session.get(JobRun, job.name) is not None:
                return session.scalar(take.returning(JobRun.name)) is not None
        try:
            with own_transaction() as session:
                session.add(JobRun(name=job.name, started_at=now, last_error=""))
        except IntegrityError:
            return False
        return True

    def run(self, job: Job, now: datetime) -> bool:
        """Run it in a transaction; a failure is logged and kept, and the next turn tries again."""
        with errand():
            return self._run(job, now)

    def _run(self, job: Job, now: datetime) -> bool:
        error = ""
        try:
            with writing(), collecting() as queue:
                job.run(now)
                db.session.commit()
            run_queued(queue)
        except StoppedMidway:
            db.session.rollback()
            self._give_back(job, now)
            raise
        except Exception as failure:
            error = in_short(failure)[:ERROR_LENGTH]
            self.log.exception("job failed", job=job.name)
            report(failure, where=job.name)
        finally:
            db.session.rollback()
        if not job.everywhere:
            self._finish(job, error, now)
        return True

    def _give_back(self, job: Job, now: datetime) -> None:
        """Whoever looks next runs it: what it had begun is taken back."""
        again = update(JobRun).where(JobRun.name == job.name).values(started_at=now - job.every, last_error="stopped")
        with own_transaction() as session:
            session.execute(again)

    def _finish(self, job: Job, error: str, now: datetime) -> None:
        ended = update(JobRun).where(JobRun.name == job.name).values(finished_at=clock.now(), last_error=error)
        with own_transaction() as session:
            session.execute(ended if error else ended.values(looked_until=now))


def _is_resting(job: Job, started: Mapping[str, datetime], now: datetime) -> bool:
    """Whether it ran within its time; one that seems to have run later than now ran before the clock was set back."""
    at = started.get(job.name)
    return at is not None and now - job.every < at <= now + SKEW


class Aside:
    """A job in a process of its own."""

    def __init__(self, name: str, command: Sequence[str] = FLASK) -> None:
        self.process = subprocess.Popen([*command, "job", name], start_new_session=True)  # noqa: S603 our own command

    def is_over(self) -> bool:
        return self.process.poll() is not None

    def end(self) -> None:
        """Kill it with whatever it has started; the job is run again when it is next due."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class StoppedMidway(BaseException):
    """The worker was told to stop, and what it does takes longer than it is waited for."""


def stop_soon(*_signal: object) -> None:
    """Let the worker end after what it does, or in the midst of it where that takes too long."""
    stopping.set()
    signal.signal(signal.SIGALRM, _stop_midway)
    signal.alarm(GRACE_SECONDS)


def _stop_midway(*_signal: object) -> None:
    raise StoppedMidway


def work(app: Flask, stop: Event) -> None:
    """Run what is due, again and again, until `stop`; a job that has begun is finished, one aside is killed."""
    worker = Worker()
    while not stop.is_set():
        with app.app_context():
            worker.look(clock.now())
        worker.aside = [aside for aside in worker.aside if not aside.is_over()]
        stop.wait(LOOK_EVERY_SECONDS)
    for aside in worker.aside:
        aside.end()


@click.command("job")
@click.argument("name")
@with_appcontext
def job_command(name: str) -> None:
    """Run the job NAME now; the worker does so itself for those that take long."""
    job = JOBS.find(name)
    if job is None:
        raise click.BadParameter(name)
    Worker().run(job, clock.now())


@click.command("worker")
@click.option("--once", is_flag=True, help="Run what is due and end.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Send what waits in the outbox, seal the audit, extend the capacity: until Ctrl-C."""
    if once:
        worker = Worker()
        for name in worker.run_due(clock.now()):
            click.echo(name)
        for aside in worker.aside:
            aside.process.wait()
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_soon)
    with suppress(StoppedMidway):
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 the application itself
        work(app, stopping)
        signal.alarm(0)
