"""Reads of what practice teaches: what waits to be brought to a meeting, and what became of what was brought."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from portal.consortium.lessons.models import Lesson, LessonRow
from portal.consortium.lessons.sources import LESSONS, Bundle, Happening, LessonSource, Topic
from portal.consortium.meetings.models import AgendaItem, AgendaProposal
from portal.consortium.meetings.queries import PROPOSAL, spoken_points
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import current_settings, db

SUBJECT = "lesson"
"""The source of a proposal that practice made."""


@dataclass(frozen=True)
class Found:
    """A bundle of what stands on no agenda yet.

    `waits` is what was brought and waits to be spoken about, `last` the point under which a meeting did so last.
    """

    kind: str
    source: LessonSource
    bundle: Bundle
    waits: Lesson | None = None
    last: AgendaItem | None = None

    @property
    def topic(self) -> Topic:
        return self.bundle.topic

    @property
    def times(self) -> int:
        return len(self.bundle.happenings)

    @property
    def is_due(self) -> bool:
        """Whether it comes to the next meeting by itself."""
        enough = self.source.times and self.source.times(current_settings().target)
        return self.waits is None and enough is not None and self.times >= enough


def gathered(*, viewer: Actor, now: datetime) -> list[tuple[LessonSource, list[Found]]]:
    """What every source has gathered that stands on the list, in their order, the most frequent of each first."""
    viewer.require(Permission.MEETING_MANAGE)
    return [(source, found_of(kind, source, now=now)) for kind, source in LESSONS.items() if not source.retold]


def found_of(kind: str, source: LessonSource, *, now: datetime) -> list[Found]:
    """What one source has gathered and no meeting was brought yet."""
    since = now - timedelta(days=current_settings().target.lesson_days)
    brought = _rows_brought(kind, day_of(since))
    fresh = [_without(bundle, brought) for bundle in source.gather(since)]
    waits, last = _what_became(kind)
    return [
        Found(kind, source, bundle, waits.get(bundle.topic.key), last.get(bundle.topic.key))
        for bundle in sorted(fresh, key=lambda bundle: -len(bundle.happenings))
        if bundle.happenings
    ]


def get_found(kind: str, mark: str, *, viewer: Actor, now: datetime) -> Found:
    """What is gathered under the topic with this mark. Raises `NotFound`."""
    viewer.require(Permission.MEETING_MANAGE)
    source = LESSONS.find(kind)
    gathered_there = found_of(kind, source, now=now) if source else []
    one = next((found for found in gathered_there if found.topic.mark == mark), None)
    if one is None:
        raise NotFound
    return one


def get_lesson(lesson_id: UUID, *, viewer: Actor) -> Lesson:
    """What was brought to a meeting, with the rows behind it. Raises `NotFound`."""
    viewer.require(Permission.MEETING_READ)
    lesson = db.session.get(Lesson, lesson_id, options=[selectinload(Lesson.rows)])
    if lesson is None:
        raise NotFound
    return lesson


def lesson_of_row(kind: str, row_id: UUID) -> Lesson | None:
    """As what a row was brought last."""
    behind = select(Lesson).join(Lesson.rows).where(LessonRow.kind == kind, LessonRow.row_id == row_id)
    return db.session.scalars(behind.order_by(Lesson.brought_at.desc()).limit(1)).first()


def lessons_on(items: Iterable[AgendaItem]) -> dict[UUID, Lesson]:
    """What practice brought among the points of an agenda, by the proposal that it came as."""
    proposals = {item.source_id for item in items if item.source_kind == PROPOSAL}
    query = select(Lesson).where(Lesson.proposal_id.in_(proposals)).options(selectinload(Lesson.rows))
    return {lesson.proposal_id: lesson for lesson in db.session.scalars(query)} if proposals else {}


def happenings_of(lesson: Lesson) -> tuple[Happening, ...]:
    """The rows behind what was brought, as their source told of them."""
    return tuple(
        Happening(row.row_id, (row.subject_kind, row.subject_id), row.happened_on, row.organisation_id)
        for row in lesson.rows
    )


def point_of(lesson: Lesson) -> AgendaItem | None:
    """Where it stands on an agenda; none while it waits for the next meeting to be planned."""
    return db.session.get(AgendaItem, lesson.proposal.item_id) if lesson.proposal.item_id else None


def before(lesson: Lesson) -> AgendaItem | None:
    """Under which point a meeting spoke last about the same, before this was brought."""
    same = (Lesson.kind == lesson.kind) & (Lesson.key == lesson.key) & (Lesson.brought_at < lesson.brought_at)
    return next((item for _lesson, item in _points_spoken_of(same)), None)


def by_organisation(happenings: Sequence[Happening]) -> list[tuple[str, int]]:
    """How often each member is concerned, the most frequent first."""
    counted = Counter(each.organisation_id for each in happenings if each.organisation_id)
    names = dict(
        db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(counted))).all()
    )
    return sorted(((names[key], count) for key, count in counted.items()), key=lambda row: (-row[1], row[0]))


def span_of(happenings: Sequence[Happening]) -> tuple[date, date]:
    """The first and the last day; of at least one."""
    days = [each.on for each in happenings]
    return min(days), max(days)


def _rows_brought(kind: str, since: date) -> set[tuple[str, UUID]]:
    brought = select(LessonRow.key, LessonRow.row_id).where(LessonRow.kind == kind, LessonRow.happened_on >= since)
    return {(key, row_id) for key, row_id in db.session.execute(brought)}


def _without(bundle: Bundle, brought: set[tuple[str, UUID]]) -> Bundle:
    key = bundle.topic.key
    return replace(bundle, happenings=tuple(each for each in bundle.happenings if (key, each.id) not in brought))


def _what_became(kind: str) -> tuple[dict[str, Lesson], dict[str, AgendaItem]]:
    """By key: the lesson that waits to be spoken about, and the point under which a meeting last did so."""
    last: dict[str, AgendaItem] = {}
    spoken = set()
    for lesson, item in _points_spoken_of(Lesson.kind == kind):
        spoken.add(lesson.id)
        last.setdefault(lesson.key, item)
    brought = db.session.scalars(select(Lesson).where(Lesson.kind == kind).order_by(Lesson.brought_at, Lesson.id))
    return {lesson.key: lesson for lesson in brought if lesson.id not in spoken}, last


def _points_spoken_of(chosen: ColumnElement[bool]) -> list[tuple[Lesson, AgendaItem]]:
    """The points of closed meetings under which lessons were spoken about, of the latest meeting first."""
    lessons = {lesson.proposal_id: lesson for lesson in db.session.scalars(select(Lesson).where(chosen))}
    points = spoken_points(AgendaProposal.id.in_(select(Lesson.proposal_id).where(chosen)))
    return [(lessons[proposal.id], item) for proposal, item in points]
