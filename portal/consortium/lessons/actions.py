"""Brings what practice taught to the next working meeting, once, with the rows behind it."""

from datetime import datetime

from portal.consortium.lessons.models import Lesson, LessonRow
from portal.consortium.lessons.queries import SUBJECT, Found, by_organisation, found_of, get_found, span_of
from portal.consortium.lessons.sources import LESSONS
from portal.consortium.meetings.actions import propose_item, what_became
from portal.core.actors import Actor
from portal.core.dates import format_day
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

TITLE_LENGTH = 200
HOW_OFTEN = N_("%(first)s부터 %(last)s까지 %(times)d번")
OF_MEMBERS = N_("기관: %(members)s")
OF_MEMBER = N_("%(name)s %(times)d번")


def bring_lesson(kind: str, mark: str, *, actor: Actor, now: datetime, words: str = "") -> Lesson:
    """Propose for the next working meeting what was gathered under a topic. Raises `NotFound` where nothing is.

    What is `retold` needs the `words` in which the meeting is told of it.
    """
    actor.require(Permission.MEETING_MANAGE)
    found = get_found(kind, mark, viewer=actor, now=now)
    if found.waits is not None:
        raise Conflict(N_("이미 올린 안건이 회의를 기다리고 있습니다."))
    if found.source.retold and not words:
        raise DomainError(N_("회의에 전할 말을 적어 주십시오."), "words")
    return _bring(found, proposer=actor.name, actor=actor, now=now, words=words)


def bring_what_is_due(*, actor: Actor, now: datetime) -> int:
    """Propose whatever happened so often that it comes to the meeting by itself; answers how much that was."""
    actor.require(Permission.MEETING_MANAGE)
    due = [found for kind, source in LESSONS.items() for found in found_of(kind, source, now=now) if found.is_due]
    for found in due:
        _bring(found, proposer=N_("포털"), actor=actor, now=now)
    return len(due)


def _bring(found: Found, *, proposer: str, actor: Actor, now: datetime, words: str = "") -> Lesson:
    topic, lesson_id = found.topic, new_id()
    title = topic.title[:TITLE_LENGTH]
    source = (SUBJECT, lesson_id)
    why = "\n".join(filter(None, (words, reason(found))))
    proposal = propose_item(title, why, actor=actor, now=now, proposer=proposer, source=source)
    lesson = Lesson(id=lesson_id, kind=found.kind, key=topic.key, title=title, place=topic.place, brought_at=now)
    lesson.proposal = proposal
    lesson.rows = [
        LessonRow(
            kind=found.kind,
            key=topic.key,
            row_id=each.id,
            subject_kind=each.about[0],
            subject_id=each.about[1],
            happened_on=each.on,
            organisation_id=each.organisation_id,
        )
        for each in found.bundle.happenings
    ]
    db.session.add(lesson)
    db.session.flush()
    return lesson


def reason(found: Found) -> str:
    """How often, at which members, and what became of it the last time; it stands in the agenda and the minutes."""
    happenings = found.bundle.happenings
    first, last = span_of(happenings)
    said = [HOW_OFTEN % {"first": format_day(first), "last": format_day(last), "times": found.times}]
    members = ", ".join(OF_MEMBER % {"name": name, "times": times} for name, times in by_organisation(happenings))
    if members:
        said.append(OF_MEMBERS % {"members": members})
    return "\n".join(said + (what_became(found.last) if found.last else []))
