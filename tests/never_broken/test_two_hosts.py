"""Two hosts with folders of their own on one database: any request may go to either, and one may die in the middle."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import count, cycle
from threading import Event, Lock, Thread

import httpx
import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select

from portal import create_app
from portal.config import FilePlace, Mode, Settings
from portal.coordinators.visits.models import VisitPhoto
from portal.core import clock
from portal.core.permissions import Role
from portal.db.engine import writing
from portal.documents.models import FilePiece, StoredDocument
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from tests.factories.accounts import make_user
from tests.factories.meetings import make_closed
from tests.factories.referrals import make_scene, make_visit
from tests.integration.coordinators.test_visits_pages import written
from tests.never_broken.place import Place, all_at_once
from tests.unit.documents.test_images import photo
from tools.load.applying import CHECK_PAGE, LAST_PAGE, fill_in_all, send, send_application, shown_number
from tools.load.browser import Answer, Browser, ConnectionLost
from tools.load.people import sign_in
from tools.load.revoking import PASSWORD, SECRET_KEY, SIGN_IN, Machines, newcomer, two_machines
from tools.load.revoking import send as send_form
from tools.load.server import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

FREE_TRIES = 5
CLIENTS, BEFORE, AFTER = 4, 8, 8
MADE_HERE = "2026-700000"
"""From here on are the numbers of what the factories make."""


@pytest.fixture(scope="module")
def machines(place: Place) -> Iterator[Machines]:
    with two_machines(
        place.url, place.engine, place.folder, file_place="database", trusted_addresses="127.0.0.0/8"
    ) as machines:
        yield machines
        machines.close_browsers()


@pytest.fixture
def here(place: Place) -> Iterator[Flask]:
    """The portal in this process, to make what is asked for."""
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=place.url,
        var_dir=place.folder / "here",
        secret_key=SecretStr(SECRET_KEY),
        file_place=FilePlace.DATABASE,
    )
    app = create_app(settings)
    with app.app_context(), writing():
        yield app
        db.session.rollback()
        db.engine.dispose()


@dataclass
class Balanced(Browser):
    """Behind a balancer that hands each request to the next host, and to another where one does not answer."""

    hosts: list[Running] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=count)

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        first = next(self.turns)
        for turn in range(first, first + len(self.hosts)):
            self.close()
            running = self.hosts[turn % len(self.hosts)]
            self.port, self.host = running.port, running.host
            try:
                return super()._ask(method, path, body)
            except (ConnectionLost, OSError):
                continue
        raise ConnectionLost


def balanced(machines: Machines) -> Balanced:
    browser = Balanced(machines.one.port, hosts=[machines.one, machines.other])
    machines.opened.append(browser)
    return browser


def address_of(machine: Running) -> str:
    return f"http://{machine.host}:{machine.port}"


def signed_in(place: Place, *users: object) -> list[str]:
    with place.engine.begin() as connection:
        return sign_in(connection, users, secret_key=SECRET_KEY, now=clock.now())  # type: ignore[arg-type]


def test_an_application_goes_on_at_whichever_host(place: Place, machines: Machines) -> None:
    """Pages, protection against foreign forms, drafts, one-time keys and the number at the end."""
    number = send_application(balanced(machines), "01090000001")
    with place.engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(Application.number == number)) == 1


def test_a_form_sent_to_both_at_once_acts_once(place: Place, machines: Machines) -> None:
    visitor = balanced(machines)
    fill_in_all(visitor, "01090000002")
    fields = visitor.get(CHECK_PAGE).hidden()
    copies = [Browser(host.port, dict(visitor.cookies), host.host) for host in visitor.hosts * 4]
    answers = all_at_once([partial(copy.post, CHECK_PAGE, fields) for copy in copies])
    machines.opened.extend(copies)
    assert {(answer.status, answer.location) for answer in answers} == {(303, LAST_PAGE)}
    of_phone = select(func.count(Application.id)).join(Person, Person.id == Application.person_id)
    with place.engine.connect() as connection:
        assert connection.scalar(of_phone.where(Person.phone == "+821090000002")) == 1


def test_tries_are_counted_together(machines: Machines) -> None:
    person = newcomer(machines)
    strangers = cycle([machines.browser(machines.one), machines.browser(machines.other)])
    tries = [
        send_form(next(strangers), SIGN_IN, page=SIGN_IN, email=person.email, password=f"{PASSWORD} {number}").status
        for number in range(FREE_TRIES + 2)
    ]
    assert tries == [422] * FREE_TRIES + [429, 429]


def test_a_photograph_sent_to_one_is_seen_on_the_other(place: Place, machines: Machines, here: Flask) -> None:
    scene = make_scene()
    address = f"/visits/{make_visit(scene).id}/record"
    db.session.commit()
    worker, coordinator = signed_in(place, scene.worker.user_id, scene.coordinator.user_id)
    at_one = machines.browser(machines.one, worker)
    values = written(photos_allowed="y") | at_one.get(address).hidden()
    picture = {"photos": ("p.jpg", BytesIO(photo("JPEG")), "image/jpeg")}
    sent = httpx.post(address_of(machines.one) + address, cookies=at_one.cookies, data=values, files=picture)
    assert sent.status_code == 303
    with place.engine.connect() as connection:
        kept = connection.scalars(select(VisitPhoto.id)).one()
    seen = machines.browser(machines.other, coordinator).get(f"/visits/photos/{kept}")
    assert (seen.status, seen.body[:2]) == (200, b"\xff\xd8")


def test_a_document_made_on_one_is_the_same_on_the_other(place: Place, machines: Machines, here: Flask) -> None:
    office = make_user(Role.OFFICE).actor
    address = f"/meetings/{make_closed(office).id}/document"
    db.session.commit()
    (cookie,) = signed_in(place, office.user_id)
    hosts = (machines.one, machines.other)
    one, other = (machines.browser(host, cookie).get(address) for host in hosts)
    assert (one.status, other.status, one.body[:5]) == (200, 200, b"%PDF-")
    assert one.body == other.body
    with place.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(StoredDocument)) == 1


def test_no_host_keeps_what_the_other_needs(place: Place, machines: Machines) -> None:
    with place.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(FilePiece)) == 2
    files = [path for path in place.folder.glob("127*/**/*") if path.is_file() and "templates" not in path.parts]
    assert files == []


@dataclass
class Applicants:
    """People who apply one after another until there are enough; what each was told is kept."""

    machines: Machines
    told: dict[str, str] = field(default_factory=dict)
    failed: list[BaseException] = field(default_factory=list)
    goal: Event = field(default_factory=Event)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: Lock = field(default_factory=Lock)
    wanted: int = BEFORE

    def apply(self) -> None:
        while not self.goal.is_set():
            with self.lock:
                phone = f"0108{next(self.numbers):07d}"
            try:
                browser = balanced(self.machines)
                send(browser, phone)
                with self.lock:
                    self.told[f"+82{phone[1:]}"] = shown_number(browser)
                    if len(self.told) >= self.wanted:
                        self.goal.set()
            except BaseException as failure:
                self.failed.append(failure)
                self.goal.set()
                raise

    def until(self, wanted: int) -> list[Thread]:
        self.wanted = wanted
        self.goal.clear()
        threads = [Thread(target=self.apply) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads


def test_one_dies_in_the_middle_and_nothing_is_lost(place: Place, machines: Machines) -> None:
    """Whoever waits for the host that died sends once more to the other: the same form acts once."""
    applicants = Applicants(machines)
    threads = applicants.until(BEFORE + AFTER)
    while len(applicants.told) < BEFORE and not applicants.failed:
        threads[0].join(0.05)
    machines.one.kill()
    for thread in threads:
        thread.join()
    assert applicants.failed == []
    with place.engine.connect() as connection:
        rows = connection.execute(select(Person.phone, Application.number).join(Application.person)).all()
        numbers = sorted(connection.scalars(select(Application.number).where(Application.number < MADE_HERE)))
    there = dict(rows)
    assert len(rows) == len(there)
    assert {phone: there.get(phone) for phone in applicants.told} == applicants.told
    assert len(applicants.told) >= BEFORE + AFTER
    assert [int(number[5:]) for number in numbers] == list(range(1, len(numbers) + 1))
