"""How a feature tells what its rows teach; the meetings know nothing but this one form."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.core.targets import Targets

MARK_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Happening:
    """One row: `id` is its own, `about` what is opened to read of it, `organisation_id` the member that it concerns."""

    id: UUID
    about: tuple[str, UUID]
    on: date
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What rows have in common.

    `key` is the same each time and tells of no person, `title` is how an agenda says it, `place` the heading under
    which it stands: the section of a manual, a service.
    """

    key: str
    title: str
    place: str

    @property
    def mark(self) -> str:
        """Stands for the key in addresses, whatever it is made of."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:MARK_LENGTH]


@dataclass(frozen=True, slots=True)
class Bundle:
    topic: Topic
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class LessonSource:
    """What one feature gathers, `words` being its heading.

    `gather(since)` gives what happened from then on. `said(ids)` gives what people wrote in these rows, the newest
    first, which nobody reads before names are taken out of it, and who may not `hears` never. From `times` rows on a
    bundle is brought to the meeting by itself; None where somebody has to choose it.

    Of one that is `retold` the meeting is told what whoever proposes it writes; it stands on no list, the page of the
    row itself leads to it.
    """

    words: str
    gather: Callable[[datetime], Iterable[Bundle]]
    said: Callable[[Collection[UUID]], Iterable[str]] | None = None
    heard_by: Permission = Permission.MEETING_MANAGE
    times: Callable[[Targets], int] | None = None
    retold: bool = False


LESSONS: Socket[LessonSource] = Socket("what practice teaches, by kind", Takes.ONE)


def bundled(rows: Iterable[tuple[Topic, Happening]]) -> list[Bundle]:
    """The rows of each key together, the most frequent first; the newest words of a topic count."""
    topics: dict[str, Topic] = {}
    found: defaultdict[str, list[Happening]] = defaultdict(list)
    for topic, happening in rows:
        topics[topic.key] = topic
        found[topic.key].append(happening)
    bundles = [Bundle(topics[key], tuple(happenings)) for key, happenings in found.items()]
    return sorted(bundles, key=lambda bundle: (-len(bundle.happenings), bundle.topic.key))
