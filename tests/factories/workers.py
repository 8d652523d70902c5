"""Workers of members, checked far beyond the tests unless told otherwise."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from portal.consortium.catalogue.models import Service
from portal.extensions import db
from portal.residents.households.states import Language, Sex
from portal.workforce.workers.models import Worker, WorkerCheck
from portal.workforce.workers.states import CheckKind
from tests.factories.consortium import NOW

HIRED, FAR = date(2026, 1, 2), date(2030, 12, 31)


def make_worker(
    organisation_id: UUID,
    *services: Service,
    name: str = "오세라",
    until: date | None = FAR,
    kinds: Iterable[CheckKind] = CheckKind,
    **values: Any,
) -> Worker:
    """Somebody of the member who does the services; checks of `kinds` hold `until` a day, with None there are none."""
    given = {
        "organisation_id": organisation_id,
        "name": name,
        "door_name": f"{name[0]} 선생님",
        "sex": Sex.FEMALE,
        "languages": [Language.KOREAN.value],
        "starts_on": HIRED,
        "entered_at": NOW,
    }
    worker = Worker(**(given | values))
    worker.services = list(services)
    db.session.add(worker)
    db.session.flush()
    for kind in kinds if until else ():
        add_check(worker, kind, until or FAR)
    db.session.expire(worker, ["checks"])
    return worker


def add_check(worker: Worker, kind: CheckKind, expires_on: date, **values: Any) -> WorkerCheck:
    given = {"done_on": HIRED, "expires_on": expires_on, "entered_at": NOW}
    check = WorkerCheck(worker_id=worker.id, kind=kind, **(given | values))
    db.session.add(check)
    db.session.flush()
    return check
