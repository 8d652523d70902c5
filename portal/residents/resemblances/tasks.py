"""What other features and the worker ask: whom somebody who came in, or whose file changed, looks like."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.core.actors import Actor
from portal.db.job_runs import looked_until
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.households.models import FactChange, Person
from portal.residents.households.states import Fact
from portal.residents.resemblances.actions import find_alike
from portal.residents.resemblances.queries import people_since

NEWCOMERS = "resemblances.newcomers"
LOOKED_BACK = timedelta(days=2)
"""Before the last look: what was under way then was not seen."""
RECOGNISED_BY = frozenset({Fact.NAME, Fact.BIRTH, Fact.PHONE, Fact.ADDRESS})


def look_at_arrival(application: Application, _actor: Actor, now: datetime) -> None:
    find_alike(application.person, now=now)


def look_at_change(person: Person, changed: Sequence[FactChange], _actor: Actor, now: datetime) -> None:
    if any(change.fact in RECOGNISED_BY for change in changed):
        find_alike(person, now=now)


def look_at_newcomers(now: datetime) -> int:
    """Two who applied at the same moment could not see each other; answers how many pairs that were."""
    since = (looked_until(db.session, NEWCOMERS, now) or now) - LOOKED_BACK
    return sum(len(find_alike(person, now=now)) for person in people_since(since))
