"""Publishes the manuals, and leads second editions of some as far as the data tells."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.consortium.catalogue.actions import shipped_services
from portal.consortium.confirmations.actions import confirm_edition
from portal.consortium.confirmations.queries import people_asked
from portal.consortium.mandates.actions import open_draft
from portal.consortium.meetings.models import Decision
from portal.core.clock import day_bounds, day_of
from portal.demo.consortium import consortium_told
from portal.demo.corpus import read_data
from portal.demo.replay import Act
from portal.demo.suggesting import plan_suggestions
from portal.demo.world import World
from portal.extensions import db
from portal.manuals.actions import (
    Asking,
    draft_edition,
    load_manuals,
    publish_edition,
    review_edition,
    save_section,
    submit_edition,
)
from portal.manuals.actions.issuing import release_due
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_in_force, edition_to_come, get_manual, section_of
from portal.manuals.states import ChangeSize, SectionKind

MORNING = time(10, 30)


def publish_first_editions(world: World, now: datetime) -> None:
    """Written by a coordinator, reviewed by another, approved by the office."""
    actors = world.actors
    people = {"author": actors["first"], "reviewer": actors["second"], "approver": actors["approver"]}
    own = [service["code"] for service in shipped_services()]
    load_manuals(**people, now=now, without=own if consortium_told().programmes else ())


def plan_second_editions(world: World) -> None:
    """Plan the drafts that the data tells: what each adds to which section, and when it goes into review.

    What people say of the manuals stands beside them: one suggestion joins a draft. A decision meets an edition that
    is judged, and waits for the next one.
    """
    plan_suggestions(world)
    data = read_data("manuals.toml")
    for told in data["editions"]:
        world.at(world.surely(world.moment(told["day"], MORNING)), _Draft(world, told))
    for told in data["waiting"]:
        world.at(world.surely(world.moment(told["day"], MORNING)), partial(_let_wait, world, told))


def _let_wait(world: World, told: dict[str, Any], now: datetime) -> None:
    decision = db.session.scalars(select(Decision).where(Decision.text == told["decided"])).one()
    manual, kind, size = get_manual(told["manual"]), SectionKind(told["section"]), ChangeSize(told["size"])
    open_draft(decision, manual, kind, size, told["change_note"], actor=world.actors[told["by"]], now=now)


class _Draft:
    """An edition as the data tells it; the days are those of the seeding, and each act is planned by the one before."""

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.told = world, told
        self.author, self.reviewer, self.approver = (
            world.actors[told.get(part, part)] for part in ("author", "reviewer", "approver")
        )

    def __call__(self, now: datetime) -> None:
        told = self.told
        size = ChangeSize(told.get("size", ChangeSize.MINOR))
        manual, kind, why = get_manual(told["manual"]), SectionKind(told["section"]), told["change_note"]
        decision = db.session.scalar(select(Decision).where(Decision.text == told.get("decided", "")))
        if decision is not None:
            edition = open_draft(decision, manual, kind, size, why, actor=self.author, now=now).opened
        else:
            edition = draft_edition(manual, why, size=size, actor=self.author, now=now)
        section = section_of(edition, kind)
        save_section(section, section.heading, f"{section.body}\n\n{told['added'].strip()}", actor=self.author, now=now)
        self.then("submitted", self.submit)

    def submit(self, now: datetime) -> None:
        submit_edition(self.edition, self.reviewer.user_id, actor=self.author, now=now)
        self.then("reviewed", self.review)

    def review(self, now: datetime) -> None:
        review_edition(self.edition, actor=self.reviewer, now=now)
        self.then("approved", self.approve)

    def approve(self, now: datetime) -> None:
        in_force = self.world.today + timedelta(days=self.told["in_force"])
        publish_edition(self.edition, in_force, self.asking(), actor=self.approver, now=now)
        if in_force <= self.world.today:
            self.world.at(day_bounds(in_force)[0], release_due)
        if "confirm_by" in self.told:
            self.world.at(self.world.surely(self.world.moment(self.told["in_force"] + 3, MORNING)), self.confirm)

    def asking(self) -> Asking:
        if "confirm_by" not in self.told:
            return Asking()
        members = frozenset(self.world.organisations[code] for code in self.told.get("members", ()))
        confirm_by = self.world.today + timedelta(days=self.told["confirm_by"])
        return Asking(confirm_by, coordinators=True, some_members=members)

    def confirm(self, now: datetime) -> None:
        """Most of them read it; every third has not yet."""
        edition = edition_in_force(get_manual(self.told["manual"]).id)
        if edition is None:
            raise LookupError(self.told["manual"])
        for place, user in enumerate(people_asked(edition, day_of(now))):
            if place % 3:
                confirm_edition(edition, actor=user.actor, now=now)

    @property
    def edition(self) -> ManualEdition:
        edition = edition_to_come(get_manual(self.told["manual"]))
        if edition is None:
            raise LookupError(self.told["manual"])
        return edition

    def then(self, what: str, act: Act) -> None:
        if what in self.told:
            self.world.at(self.world.surely(self.world.moment(self.told[what], MORNING)), act)
