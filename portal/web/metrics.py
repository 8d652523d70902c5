"""Figures for Prometheus, for whoever has the token: requests by endpoint, jobs, and what features count.

Labels are names of our own (endpoints, jobs, states), never anything of people. gunicorn's processes write into the
folder that PROMETHEUS_MULTIPROC_DIR names (`deploy/gunicorn.conf.py`), so that whichever is asked tells of all.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import select

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.sockets import Socket, Takes
from portal.db.job_runs import JobRun
from portal.extensions import current_settings, db

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_PROCESS = CollectorRegistry()
REQUESTS = Counter("portal_requests", "Answered requests.", ("endpoint", "method", "status"), registry=_PROCESS)
SECONDS = Histogram(
    "portal_request_seconds", "How long answers took.", ("endpoint",), buckets=BUCKETS, registry=_PROCESS
)


@dataclass(frozen=True)
class Gauge:
    """A figure that the database knows, asked when somebody looks; `read` gives values by the value of `label`."""

    name: str
    words: str
    label: str
    read: Callable[[], Mapping[str, float]]


GAUGES: Socket[Gauge] = Socket("gauges by name", Takes.ONE)


def install(app: Flask) -> None:
    """Count only where somebody may look."""
    if not app.extensions["settings"].metrics_token.get_secret_value():
        return

    @app.before_request
    def begin() -> None:
        g.counted_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(endpoint, method, str(response.status_code)).inc()
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("counted_from", time.perf_counter()))
        return response


def figures() -> ResponseReturnValue:
    """All figures as text; raises `NotFound` for whoever does not bring the token."""
    token = current_settings().metrics_token.get_secret_value()
    brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(brought.encode(), token.encode()):
        raise NotFound
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_PROCESS)
    registry.register(FromTheDatabase())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class FromTheDatabase(Collector):
    """What every process would tell alike."""

    def collect(self) -> Iterable[Metric]:
        for gauge in GAUGES:
            family = GaugeMetricFamily(gauge.name, gauge.words, labels=(gauge.label,))
            for value, figure in sorted(gauge.read().items()):
                family.add_metric((value,), figure)
            yield family
        yield from _jobs()


def _jobs() -> Iterator[Metric]:
    since = GaugeMetricFamily("portal_job_since_seconds", "Since a job began last.", labels=("job",))
    failed = GaugeMetricFamily("portal_job_failed", "Whether its last run failed.", labels=("job",))
    now = clock.now()
    for name, began, error in db.session.execute(
        select(JobRun.name, JobRun.started_at, JobRun.last_error).order_by(JobRun.name)
    ):
        since.add_metric((name,), (now - began).total_seconds())
        failed.add_metric((name,), float(bool(error)))
    yield since
    yield failed
