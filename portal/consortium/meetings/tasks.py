"""What the worker does for the meetings."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.consortium.meetings.actions.closing import document_key, minutes_of_closed
from portal.consortium.meetings.actions.reviewing import bring_decisions
from portal.consortium.meetings.mailing import REMINDER, write_to
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.notices import remind_owner
from portal.consortium.meetings.queries import closed_without_document, seats_to_remind
from portal.consortium.meetings.undone import tasks_to_remind
from portal.core.actors import SYSTEM
from portal.core.clock import day_of
from portal.documents.actions import keep_document, made_document
from portal.documents.pdf import document_pdf
from portal.documents.setting import set_each
from portal.extensions import current_settings, db


def ask_once_more(now: datetime) -> int:
    """Remind those who have not answered of a meeting that is near; answers how many. Each is reminded once."""
    reminded = write_to(seats_to_remind(now), REMINDER, now=now)
    for seat in reminded:
        seat.reminded_at = now
    return len(reminded)


def remind_of_tasks(now: datetime) -> int:
    """Remind whoever has something to do that is due before long, and once more when it is late; answers of how much.

    Whom nothing reaches stays to be reminded."""
    days = timedelta(days=current_settings().target.meeting_reminder_days)
    reminded = [task for task in tasks_to_remind(day_of(now) + days, day_of(now)) if remind_owner(task, now=now)]
    for task in reminded:
        task.reminded_at = now
    return len(reminded)


def bring_decisions_again(now: datetime) -> int:
    """Put decisions that are to be looked at again by now on an agenda; answers how many."""
    return bring_decisions(actor=SYSTEM, now=now)


def set_minutes(now: datetime) -> int:
    """Set the PDF of each meeting that was closed since, so that nobody waits for it; answers how many.

    The database is let go while a document is set.
    """
    return set_each(closed_without_document(), lambda meeting_id: _set(meeting_id, now))


def _set(meeting_id: UUID, now: datetime) -> None:
    meeting = db.session.get_one(Meeting, meeting_id)
    key, document = document_key(meeting), minutes_of_closed(meeting)
    db.session.rollback()
    made = made_document(document_pdf(document))
    keep_document(*key, made, now=now)
    db.session.commit()
