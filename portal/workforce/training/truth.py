"""Whether what was told of training is still so."""

from datetime import date, datetime
from uuid import UUID

from portal.core.clock import day_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.workforce.training.models import TrainingEnrolment
from portal.workforce.training.needs import MemberNeeds, all_needs

SUBJECT, ENDING = "training_enrolment", "training_needs"


def says_of(enrolment: TrainingEnrolment) -> str:
    """What a message says: how somebody takes part, and when and where."""
    session = enrolment.session
    return f"{enrolment.state}:{session.starts_at:%Y%m%d%H%M}:{session.place[:40]}"


def untruth_of_enrolment(message: OutboxMessage, _now: datetime) -> Unsent | None:
    enrolment = db.session.get(TrainingEnrolment, message.subject_id)
    if enrolment is None:
        return Unsent.ENDED
    return None if message.says == says_of(enrolment) else Unsent.SUPERSEDED


def untruth_of_ending(message: OutboxMessage, now: datetime) -> Unsent | None:
    """What ends next, of the member or of the person that the message names, does so on the day that was told."""
    for each in all_needs(day_of(now)):
        if message.says in {day.isoformat() for day in ending_of(each, message.subject_id)}:
            return None
    return Unsent.SUPERSEDED


def ending_of(needs: MemberNeeds, subject_id: UUID | None) -> list[date]:
    """The last days of what ends before long for that member or account."""
    of_member = needs.organisation is not None and needs.organisation.id == subject_id
    return [each.until for each in needs.ending if each.until and (of_member or each.learner.id == subject_id)]
