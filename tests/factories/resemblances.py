"""Pairs of files that look alike."""

from datetime import datetime

from portal.audit.steps import take
from portal.core.actors import SYSTEM
from portal.extensions import db
from portal.residents.households.models import Person
from portal.residents.households.states import Trait
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.states import RESEMBLANCE_STATES, ResemblanceVerb
from tests.factories.consortium import NOW


def make_pair(other: Person, person: Person, *, now: datetime = NOW) -> Resemblance:
    """`person` came later than `other`, with the same name and birth date."""
    pair = Resemblance(person=person, other=other, traits=[Trait.BIRTH.value, Trait.NAME.value], found_at=now)
    db.session.add(pair)
    take(RESEMBLANCE_STATES, pair, ResemblanceVerb.FIND, actor=SYSTEM, now=now)
    db.session.flush()
    return pair
