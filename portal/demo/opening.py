"""The office holds a forum and announces the next events; neighbours and colleagues take places."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.consortium.events import actions
from portal.consortium.events.actions import EventDetails
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.states import EventKind
from portal.consortium.materials.actions import add_material
from portal.demo.corpus import read_data
from portal.demo.printing import papers_told
from portal.demo.stories import Told
from portal.demo.world import World

MADE, TOLD = time(10, 15), time(11, 20)
DAY = timedelta(days=1)


class EventTold(Told):
    """`made` and `held` are days around the day of the seeding; `guests` are "name | e-mail | whom they belong to".

    It is announced so many days after it was made (`announced`), or stays a draft. Of those with a place all came but
    `absent`.
    """

    kind: EventKind
    title: str
    about: str
    programme: str
    place: str
    places: int
    made: int
    announced: int | None = None
    held: int
    starts: time
    hours: int
    guests: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    proceedings: str = ""
    materials: tuple[str, ...] = ()


def plan_events(world: World, _now: datetime) -> None:
    for told in read_data("events.toml")["events"]:
        _Event(world, EventTold.model_validate(told)).plan()


class _Event:
    def __init__(self, world: World, told: EventTold) -> None:
        self.world, self.told = world, told
        self.made: list[OpenEvent] = []
        self.guests: dict[str, EventGuest] = {}

    def plan(self) -> None:
        world, told = self.world, self.told
        made = world.surely(world.moment(told.made, MADE))
        world.at(made, self.make)
        if told.announced is None:
            return
        announced = world.surely(made + told.announced * DAY)
        world.at(announced, self.announce)
        for name in told.materials:
            world.at(world.surely(announced + DAY), partial(self.add, name))
        for place, line in enumerate(told.guests, 1):
            world.at(announced + timedelta(minutes=37 * place), partial(self.register, line))
        for name in told.withdrawn:
            world.at(announced + 2 * DAY, partial(self.withdraw, name))
        if told.held < 0:
            said = world.surely(world.moment(told.held + 1, TOLD))
            world.at(said, self.tell)
            world.at(world.surely(said + DAY), self.thank)

    def make(self, now: datetime) -> None:
        told = self.told
        starts_at = self.world.moment(told.held, told.starts)
        details = EventDetails(
            kind=told.kind,
            title=told.title,
            about=told.about,
            programme=told.programme,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=told.hours),
            place=told.place,
            places=told.places,
        )
        self.made.append(actions.save_event(None, details, actor=self.world.actors["office"], now=now))

    def announce(self, now: datetime) -> None:
        actions.announce_event(self.made[0], actor=self.world.actors["office"], now=now)

    def add(self, name: str, now: datetime) -> None:
        title, sent = papers_told()[name].title, self.world.files[name]
        add_material(self.made[0], title, sent, actor=self.world.actors["office"], now=now)

    def register(self, line: str, now: datetime) -> None:
        name, email, home = (part.strip() for part in line.split("|"))
        self.guests[name] = actions.register_guest(self.made[0], name=name, email=email, home=home, now=now)

    def withdraw(self, name: str, now: datetime) -> None:
        actions.withdraw_guest(self.guests[name], now=now)

    def tell(self, now: datetime) -> None:
        office = self.world.actors["office"]
        came = {guest.id for name, guest in self.guests.items() if name not in self.told.absent and guest.seated_at}
        actions.note_presence(self.made[0], came, actor=office, now=now)
        actions.publish_proceedings(self.made[0], self.told.proceedings, actor=office, now=now)

    def thank(self, now: datetime) -> None:
        actions.thank_guests(self.made[0], actor=self.world.actors["office"], now=now)
