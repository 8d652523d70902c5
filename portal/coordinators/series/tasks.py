"""What happens to regular visits by the clock: an answer is asked for, silence is told, what is over ends."""

from datetime import datetime

from portal.coordinators.referrals.rules import is_answer_due_soon
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.series import notices, queries
from portal.coordinators.series.states import SeriesVerb
from portal.coordinators.series.steps import step
from portal.core.actors import SYSTEM
from portal.core.clock import day_of
from portal.core.urgency import is_overdue
from portal.duty.queries import was_told
from portal.duty.states import Matter
from portal.extensions import db


def watch_answers(now: datetime) -> None:
    """Remind the co-operative once before its time runs out, and tell the coordinator once when it has."""
    for series in queries.unanswered():
        asked = queries.referrals_of(series, ReferralState.REQUESTED)
        if is_overdue(series.answer_due_at, now):
            if not was_told(Matter.UNANSWERED, series.id, since=series.answer_due_at):
                notices.tell_of_silence(series, asked, now)
        elif series.answer_reminded_at is None and is_answer_due_soon(series.asked_at, series.answer_due_at, now):
            series.answer_reminded_at = now
            notices.tell_member(series, asked, "series_reminded", now=now)
    db.session.flush()


def end_what_is_over(now: datetime) -> None:
    """A series whose last visit is over ends, once it goes on as another one or somebody said that nothing follows."""
    for series in queries.over(day_of(now)):
        step(series, SeriesVerb.END, actor=SYSTEM, now=now)
