"""What is written after a visit, and what was sent about it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.audit.steps import take
from portal.consortium.members.models import Organisation
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LETTER_STATES, LetterVerb
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.rules import StepDone
from portal.coordinators.visits.states import ConfirmedBy
from portal.coordinators.visits.written import VisitRecord
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.residents.households.models import Person
from tests.factories.consortium import NOW
from tests.factories.coordinators import OFFICE


def messages(kind: str) -> list[OutboxMessage]:
    """Whatever waits in the outbox of one kind."""
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


def record_of(visit: Visit, *steps: StepDone, **values: object) -> VisitRecord:
    """The record of a visit that kept its times."""
    given = {"arrived_at": visit.starts_at, "left_at": visit.ends_at, "confirmed_by": ConfirmedBy.IN_PERSON}
    return VisitRecord(steps=list(steps), **(given | values))  # type: ignore[arg-type]


def after(visit: Visit) -> datetime:
    """When the worker has left."""
    return visit.ends_at + timedelta(minutes=5)


def make_letter(person: Person, organisation: Organisation) -> Letter:
    """A letter of thanks that came and may be shown."""
    letter = Letter(
        household_id=person.household_id,
        person=person,
        organisation=organisation,
        words="고맙습니다.",
        photo_name="",
        may_show=True,
        written_at=NOW,
    )
    db.session.add(letter)
    take(LETTER_STATES, letter, LetterVerb.WRITE, actor=OFFICE, now=NOW)
    db.session.flush()
    return letter
