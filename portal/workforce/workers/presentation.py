"""How a worker stands, as templates say it."""

from datetime import date

from portal.extensions import current_settings
from portal.workforce.workers import rules
from portal.workforce.workers.models import Worker
from portal.workforce.workers.states import CheckKind, WorkerStanding


def worker_standing(worker: Worker, day: date) -> WorkerStanding:
    return rules.standing(worker, day, within=max(current_settings().target.member_warning_days))


def missing_checks(worker: Worker, day: date) -> list[CheckKind]:
    return rules.missing(worker.checks, day)


def checks_until(worker: Worker, day: date) -> date | None:
    return rules.holds_until(worker.checks, day)
