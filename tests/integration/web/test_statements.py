"""A list costs as many statements for many rows as for few."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import count
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.capacity.models import Slot
from portal.consortium.members.models import Organisation
from portal.core.permissions import Role
from portal.db import remembered
from portal.extensions import db
from portal.monitoring.worries.actions import report_worry
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, NOW, TODAY, make_organisation, make_slot
from tests.factories.coordinators import make_application
from tests.factories.manuals import make_actor, make_draft, make_manual, publish
from tests.factories.meetings import make_closed
from tests.factories.referrals import (
    Scene,
    make_accepted,
    make_case,
    make_consents,
    make_coordinator,
    make_line,
    make_person,
    make_referral,
    make_user,
    make_visit,
)
from tests.factories.workers import make_worker

FEW, MANY = 2, 5
MONTH = timedelta(days=28)
PAGES = {
    "coordinator": (
        "/today", "/households", "/referrals", "/referrals/all", "/visits", "/visits?past=1", "/worries", "/meetings",
        "/meetings/actions", "/manuals", "/capacity/free",
    ),
    "worker": (
        "/referrals", "/referrals/all", "/visits", "/capacity/week", "/capacity/patterns", "/meetings", "/manuals",
        "/workers",
    ),
    "office": (
        "/inbox", "/households", "/referrals/all", "/visits", "/worries", "/meetings", "/meetings/actions?of=everyone",
        "/manuals", "/staff", "/members", "/catalogue", "/coordinators", "/workers",
    ),
    "resident": ("/my", "/consents"),
    "visitor": ("/", "/services"),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """Who looks; what they look at grows."""

    coordinator: User
    worker: User
    office: User
    organisation: Organisation

    def grow(self, number: int) -> UUID:
        """A household with a referral in each state that lists show, and one more of everything else."""
        scene = self.scene()
        make_referral(scene)
        make_accepted(scene, self.slot(scene, days=2))
        moving = make_visit(scene, self.slot(scene, days=3))
        moving.move_asked_at, moving.move_wish = NOW, "오후"
        moving.worker_id = make_worker(self.organisation.id, scene.line.service, until=None).id
        make_visit(scene, self.slot(scene, days=0))
        late = make_visit(scene, self.slot(scene, days=4))
        late.starts_at, late.ends_at = NOW - timedelta(hours=4), NOW - timedelta(hours=2)
        case = scene.line.plan.case
        case.next_contact_on = case.review_on = TODAY
        make_application()
        self.grow_the_rest(number)
        return scene.person.user_id or UUID(int=0)

    def scene(self) -> Scene:
        person = make_person()
        make_consents(person)
        line = make_line(make_case(person, self.coordinator))
        resident = db.session.get_one(User, person.user_id)
        slot = make_slot(line.service, self.organisation)
        return Scene(line, slot, self.coordinator.actor, self.worker.actor, resident.actor)

    def slot(self, scene: Scene, *, days: int) -> Slot:
        day = TODAY + timedelta(days=days)
        return make_slot(scene.line.service, self.organisation, day=day, starts_at=time(14), ends_at=time(16))

    def grow_the_rest(self, number: int) -> None:
        make_closed(self.office.actor, starts_at=NOW - MONTH * (20 - number))
        edition = make_draft(make_actor("김쓴이", Role.COORDINATOR), make_manual(f"manual-{number}"))
        publish(edition, make_actor("이검토", Role.OFFICE), self.office.actor)
        make_coordinator(f"코디 {number}")
        make_organisation()
        report_worry(
            dong_code=MANGWON, whereabouts="시장 옆", what="걱정", reporter_name="", reporter_phone="",
            now=NOW,
        )  # fmt: skip


@pytest.fixture
def world(session: Session) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        organisation = make_organisation()
        yield World(
            make_coordinator(),
            make_user(Role.COOPERATIVE, "오세라", organisation=organisation),
            make_user(Role.OFFICE, "박사무"),
            organisation,
        )


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def costs(client: PortalClient, engine: Engine, addresses: tuple[str, ...]) -> dict[str, int]:
    """The statements that each page takes where nothing is remembered, without those of the test itself."""
    found = {}
    db.session.commit()
    for address in addresses:
        remembered.forget()
        with counting(engine) as sent:
            assert client.get(address).status_code == 200, address
        found[address] = len(sent)
    return found


OPENED_MOST = {"/": 1, "/today": 7, "/households": 6, "/households/{}": 34, "/my": 16}


def test_what_people_open_most_asks_for_each_fact_once(client: PortalClient, world: World) -> None:
    """Where a page takes more statements than before, look why before writing it here."""
    resident = world.grow(1)
    household = db.session.scalars(select(Person.household_id).where(Person.user_id == resident)).one()
    asked: dict[str, int] = {}
    of_coordinator = ("/today", "/households", "/households/{}")
    for who, paths in ((None, ("/",)), (world.coordinator.id, of_coordinator), (resident, ("/my",))):
        if who is not None:
            client.sign_in(who)
        addresses = tuple(path.format(household) for path in paths)
        asked |= dict(zip(paths, costs(client, db.engine, addresses).values(), strict=True))
    assert asked == OPENED_MOST


def test_whoever_comes_too_late_for_a_time_costs_two_statements(client: PortalClient, world: World) -> None:
    """Who is signed in, and that the time is full: most who ask for a contested time are answered so."""
    line = world.scene().line
    full = make_slot(line.service, world.organisation, day=TODAY + timedelta(days=5), capacity=1, confirmed=1)
    times, sent = f"/referrals/lines/{line.id}", {"slot": full.id, "note": ""}
    db.session.commit()
    client.sign_in(world.coordinator.id)
    with counting(db.engine) as statements:
        answer = client.post(times, data=sent)
    assert answer.location == f"{times}?taken=1"
    assert len(statements) == 2, statements


@pytest.mark.parametrize("who", list(PAGES))
def test_more_rows_take_no_more_statements(client: PortalClient, world: World, who: str) -> None:
    numbers = count(1)
    resident, *_others = [world.grow(next(numbers)) for _ in range(FEW)]
    engine = db.engine
    if who != "visitor":
        client.sign_in(resident if who == "resident" else getattr(world, who).id)
    costs(client, engine, PAGES[who])
    few = costs(client, engine, PAGES[who])
    for _ in range(MANY - FEW):
        world.grow(next(numbers))
    many = costs(client, engine, PAGES[who])
    assert {address: (few[address], many[address]) for address in few if many[address] > few[address]} == {}


def test_the_log_looks_up_once_whom_it_names_often(client: PortalClient, world: World) -> None:
    case = world.scene().line.plan.case
    client.sign_in(world.office.id)
    engine = db.engine
    visited = f"/households/{case.household_id}"
    client.get(visited)
    few = costs(client, engine, ("/audit",))
    for _ in range(5):
        client.get(visited)
    assert costs(client, engine, ("/audit",)) == few
