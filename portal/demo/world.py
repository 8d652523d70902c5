"""What the replay knows while it runs: the day of the seeding, who acts, and the plan of what happens."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import get_organisation
from portal.core import clock
from portal.core.actors import Actor
from portal.demo import hours
from portal.demo.corpus import Corpus
from portal.demo.replay import Act, Replay
from portal.documents.sent import Sent

DAYS = 92
"""How much of the past is told."""


@dataclass
class World:
    """`actors` by the short name of the person, `organisations` by the short name of the member."""

    until: datetime
    replay: Replay
    corpus: Corpus
    chance: Random
    password_hash: str = ""
    """Of the password that all staff have."""
    actors: dict[str, Actor] = field(default_factory=dict)
    organisations: dict[str, UUID] = field(default_factory=dict)
    services: dict[str, UUID] = field(default_factory=dict)
    files: dict[str, Sent] = field(default_factory=dict)
    """By the short name of the paper, sealed before anything is written."""
    workers: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By the short name of the member and their own."""
    papers: dict[tuple[str, int], Sent] = field(default_factory=dict)
    """What the library gets, made before the days begin: by title and day."""

    @property
    def today(self) -> date:
        return clock.day_of(self.until)

    @property
    def first_day(self) -> date:
        return self.today - timedelta(days=DAYS)

    def moment(self, day: int, clock_time: time) -> datetime:
        """`clock_time` in Seoul, `day` days after the day of the seeding, before it when negative."""
        return clock.at(self.today + timedelta(days=day), clock_time)

    def at(self, moment: datetime, act: Act) -> None:
        self.replay.at(moment, act)

    def soon(self, moment: datetime, least: float, most: float) -> datetime:
        """Between `least` and `most` hours after `moment`, when somebody is at work."""
        return self.surely(moment + timedelta(minutes=self.chance.randint(int(least * 60), int(most * 60))))

    def surely(self, moment: datetime) -> datetime:
        return hours.surely(moment, self.until)

    def lately(self, least: float) -> datetime:
        """By day, at least so many hours before the seeding."""
        moment = hours.lately(least, self.until)
        earlier = moment - timedelta(minutes=self.chance.randint(0, 90))
        return max(earlier, clock.at(clock.day_of(moment), hours.OPENS))

    def text(self, subject: str, kind: str) -> str:
        return self.corpus.text(subject, kind)

    def organisation(self, code: str) -> Organisation:
        return get_organisation(self.organisations[code])

    def staff_of(self, organisation_id: UUID) -> Actor:
        """The one of the co-operative who answers and records."""
        return next(actor for actor in self.actors.values() if actor.organisation_id == organisation_id)
