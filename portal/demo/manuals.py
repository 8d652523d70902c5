"""Publishes the manuals, brings a second edition of one into review and leaves another in draft."""

from datetime import datetime, time

from portal.core.actors import Actor
from portal.demo.corpus import read_data
from portal.demo.world import World
from portal.manuals.actions import draft_edition, load_manuals, save_section, submit_edition
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_in_the_making, get_manual, section_of
from portal.manuals.states import SectionKind

MORNING = time(10, 30)


def publish_first_editions(world: World, now: datetime) -> None:
    """Written by a coordinator, reviewed by another, approved by the office."""
    actors = world.actors
    load_manuals(author=actors["first"], reviewer=actors["second"], approver=actors["approver"], now=now)


def plan_second_editions(world: World) -> None:
    """Plan the drafts that the data tells: what each adds to which section, and when it goes into review."""
    for told in read_data("manuals.toml")["editions"]:
        world.at(world.surely(world.moment(told["day"], MORNING)), _Draft(world, told))


class _Draft:
    def __init__(self, world: World, told: dict[str, object]) -> None:
        self.world = world
        self.code, self.note = str(told["manual"]), str(told["change_note"])
        self.author: Actor = world.actors[str(told["author"])]
        self.section, self.added = SectionKind(str(told["section"])), str(told["added"])
        self.submitted = told.get("submitted")

    def __call__(self, now: datetime) -> None:
        edition = draft_edition(get_manual(self.code), self.note, actor=self.author, now=now)
        self.write(edition, now)
        if isinstance(self.submitted, int):
            self.world.at(self.world.surely(self.world.moment(self.submitted, MORNING)), self.submit)

    def write(self, edition: ManualEdition, now: datetime) -> None:
        section = section_of(edition, self.section)
        body = f"{section.body}\n\n{self.added.strip()}"
        save_section(section, section.heading, body, actor=self.author, now=now)

    def submit(self, now: datetime) -> None:
        edition = edition_in_the_making(get_manual(self.code))
        if edition is not None:
            submit_edition(edition, actor=self.author, now=now)
