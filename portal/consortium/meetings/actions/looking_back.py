"""What minutes say of the tasks of earlier meetings: what was done since the last one, and what is not."""

from portal.consortium.meetings.models import Meeting, MeetingAction
from portal.consortium.meetings.paper import UNDONE
from portal.consortium.meetings.presentation import ended_words
from portal.consortium.meetings.queries import LOOKS_BACK
from portal.consortium.meetings.undone import done_since_last, left_undone
from portal.core.dates import format_day
from portal.core.messages import N_

DONE_SINCE = N_("한 일\n%(tasks)s")


def note_tasks(meeting: Meeting) -> None:
    """Write down what was done since the last meeting, and what is still to be done, as it stands when this one ends.

    Without anything done it is the bare list of what is not.
    """
    note = "\n".join(_reminder(action) for action in left_undone(meeting.kind))
    if done := [_ended(action) for action in done_since_last(meeting.kind)]:
        parts = [DONE_SINCE % {"tasks": "\n".join(done)}, UNDONE % {"note": note} if note else ""]
        note = "\n\n".join(filter(None, parts))
    for item in meeting.items:
        if item.source_kind == LOOKS_BACK:
            item.note = note


def _reminder(action: MeetingAction) -> str:
    """· 세제 기준표 만들기 - 오세라 (울림두레), 2026. 11. 30.(월)까지"""
    return N_("· %(task)s - %(owner)s, %(due)s까지") % {
        "task": action.task,
        "owner": action.owner_name,
        "due": format_day(action.due_on),
    }


def _ended(action: MeetingAction) -> str:
    """· 견적 받기 - 세 곳에서 받음 (오세라 (울림두레), 2026. 11. 10.(화))"""
    return N_("· %(task)s - %(outcome)s (%(ended)s)") % {
        "task": action.task,
        "outcome": action.outcome,
        "ended": ended_words(action),
    }
