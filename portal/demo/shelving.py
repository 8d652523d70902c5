"""The office fills the library, adds editions, and asks whoever appears in press and publicity."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from portal.consortium.library.actions import (
    Consent,
    ItemFacts,
    add_edition,
    add_item,
    note_consent,
    note_shown,
    withdraw_consent,
)
from portal.consortium.library.files import FILES
from portal.consortium.library.models import LibraryFetch, LibraryItem, LibraryShown
from portal.consortium.library.states import ConsentWay, LibraryKind, ShownKind
from portal.core.clock import day_of
from portal.core.ids import new_id
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World
from portal.documents.model import Document, Items, Paragraph, Section
from portal.documents.pdf import document_pdf
from portal.documents.sent import Sent
from portal.extensions import db

ADDED, ASKED = time(11, 25), time(14, 50)


class EditionTold(Told):
    """`day` and the days below are around the day of the seeding; `fetched` are days, each with how often."""

    day: int
    change: str = ""
    lines: tuple[str, ...]
    fetched: tuple[tuple[int, int], ...] = ()


class AppearsTold(Told):
    """Asked on `agreed` for so many `days`; None for whoever has not agreed yet."""

    kind: ShownKind
    name: str
    agreed: int | None = None
    way: ConsentWay = ConsentWay.PAPER
    days: int = 365
    withdrew: int | None = None


class ItemTold(Told):
    kind: LibraryKind
    title: str
    made_by: str
    published: int
    about: str
    subjects: str
    added: int
    address: str = ""
    editions: tuple[EditionTold, ...] = ()
    appear: tuple[AppearsTold, ...] = ()


def make_papers(world: World) -> None:
    """Each edition on one page, before the days begin: in their transactions nothing may take long."""
    for told in _items():
        for edition in told.editions:
            paper = Document(
                title=told.title,
                author=told.made_by,
                created_at=world.moment(edition.day, ADDED),
                blocks=(Section("쓰임", (Paragraph(told.about),)), Section("내용", (Items.of(*edition.lines),))),
            )
            world.papers[told.title, edition.day] = FILES.seal(document_pdf(paper), new_id())


def _items() -> Iterator[ItemTold]:
    for told in read_data("library.toml")["items"]:
        yield ItemTold.model_validate(told)


def plan_library(world: World, _now: datetime) -> None:
    for told in _items():
        _Shelved(world, told).plan()


class _Shelved:
    def __init__(self, world: World, told: ItemTold) -> None:
        self.world, self.told, self.office = world, told, world.actors["office"]
        self.found: list[LibraryItem] = []
        self.shown: dict[str, LibraryShown] = {}

    def plan(self) -> None:
        self._at(self.told.added, ADDED, self.add)
        for edition in self.told.editions[1:]:
            self._at(edition.day, ADDED, partial(self.add_edition, edition))
        for number, edition in enumerate(self.told.editions, start=1):
            for day, times in edition.fetched:
                self._at(day, ASKED, partial(self.fetch, number, times))
        for appears in self.told.appear:
            if appears.withdrew is not None:
                self._at(appears.withdrew, ASKED, partial(self.withdraw, appears))

    def add(self, now: datetime) -> None:
        told = self.told
        facts = ItemFacts(
            kind=told.kind,
            title=told.title,
            made_by=told.made_by,
            published_on=self._day(told.published),
            about=told.about,
            subjects=told.subjects,
            address=told.address,
            appearing=len(told.appear) if told.kind is LibraryKind.PRESS else None,
        )
        first = next((self._file(each) for each in told.editions[:1]), None)
        item = add_item(facts, first, actor=self.office, now=now)
        self.found.append(item)
        for appears in told.appear:
            noted = note_shown(item, appears.kind, appears.name, None, actor=self.office, now=now)
            self.shown[appears.name] = noted
            if appears.agreed is not None:
                self._at(appears.agreed, ASKED, partial(self.agree, appears))

    def add_edition(self, told: EditionTold, now: datetime) -> None:
        item, file = self.found[0], self._file(told)
        add_edition(item, file, day_of(now), told.change, appearing=item.appearing, actor=self.office, now=now)

    def fetch(self, number: int, times: int, now: datetime) -> None:
        edition = next(each for each in self.found[0].editions if each.number == number)
        db.session.add(LibraryFetch(edition_id=edition.id, day=day_of(now), times=times))

    def agree(self, told: AppearsTold, now: datetime) -> None:
        consent = Consent(day_of(now), told.way, day_of(now) + timedelta(days=told.days))
        note_consent(self.shown[told.name], consent, actor=self.office, now=now)

    def withdraw(self, told: AppearsTold, now: datetime) -> None:
        withdraw_consent(self.shown[told.name], day_of(now), actor=self.office, now=now)

    def _file(self, edition: EditionTold) -> Sent:
        return self.world.papers[self.told.title, edition.day]

    def _at(self, day: int, clock_time: time, act: Callable[[datetime], None]) -> None:
        self.world.at(self.world.surely(self.world.moment(day, clock_time)), act)

    def _day(self, day: int) -> date:
        return self.world.today + timedelta(days=day)
