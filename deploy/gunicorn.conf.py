"""How gunicorn serves the portal: two processes of four threads, the application loaded once and shared."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from sqlalchemy.orm import configure_mappers

FIGURES = "PROMETHEUS_MULTIPROC_DIR"
if FIGURES not in os.environ:  # read once, when the library is imported
    os.environ[FIGURES] = tempfile.mkdtemp(prefix="portal-metrics-")

from prometheus_client.multiprocess import mark_process_dead  # noqa: E402

from portal.extensions import db  # noqa: E402

COLLECT_AFTER_OBJECTS = 20_000
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 heartbeat files, which must not wait for a disk

wsgi_app = "portal.wsgi:app"
bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("PORTAL_WEB_PROCESSES", "2"))
threads = int(os.environ.get("PORTAL_WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
control_socket_disable = True
worker_tmp_dir = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None

gc.disable()  # until the application is loaded: what it makes meanwhile stays


def when_ready(server: Arbiter) -> None:
    """Load before the fork what every process needs, and keep it out of later collections, so that it stays shared."""
    configure_mappers()
    templates = server.app.wsgi().jinja_env
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)
    gc.collect()
    gc.freeze()
    gc.enable()


def post_fork(_server: Arbiter, worker: Worker) -> None:
    """Connections opened before the fork belong to the parent: each process opens its own.

    A page makes thousands of short-lived objects, so look for cycles less often than every 700 of them.
    """
    gc.set_threshold(COLLECT_AFTER_OBJECTS, 20, 20)
    with worker.app.wsgi().app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """What a process counted stays counted; gauges of its own go."""
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Arbiter) -> None:
    shutil.rmtree(os.environ[FIGURES], ignore_errors=True)
