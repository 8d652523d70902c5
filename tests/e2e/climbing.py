"""What the worker does while nobody acts on an alert: run it with the alert and a turn, and it is that one's turn.

The clock is moved to the end of each turn; then suppliers send, the sweep judges, and the ladder goes on by itself.
"""

import sys
from datetime import timedelta
from uuid import UUID

import time_machine

from portal.core import clock
from portal.extensions import db
from portal.factory import create_app
from portal.jobs import JOBS, Worker
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import Rung

NIGHTLY = ("demo.send_signals", "watching.sweep", "alerts.escalate")
A_MOMENT = timedelta(minutes=1)
STEADY = "steady clock"
"""What tells jumps of the clock within one process; each turn is seen by a process of its own."""


def run(name: str) -> None:
    job = JOBS.find(name)
    assert job is not None
    Worker().run(job, clock.now())


def climb(alert_id: UUID, rung: Rung) -> None:
    app = create_app()
    with app.app_context():
        alert = db.session.get_one(Alert, alert_id)
        while alert.rung is not rung:
            moment = max(alert.due_at, clock.now()) + A_MOMENT
            app.extensions.pop(STEADY, None)
            with time_machine.travel(moment, tick=True):
                for name in NIGHTLY:
                    run(name)
            alert = db.session.get_one(Alert, alert_id, populate_existing=True)


if __name__ == "__main__":
    climb(UUID(sys.argv[1]), Rung(sys.argv[2]))
