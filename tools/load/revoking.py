"""Two machines that share only their database: what one of them ends, the other must refuse from the next request."""

import argparse
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, create_engine, delete, insert, select

from portal.accounts.models import RoleGrant, SignInSession, Throttle, User
from portal.core import clock
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.tables import metadata
from tools.load.browser import Answer, Browser
from tools.load.people import COOKIE, sign_in
from tools.load.server import ROOT, Running, portal, serving
from tools.postgresql import SUPERUSER, private_server

SECRET_KEY = "a-key-for-two-machines-that-is-long-enough"  # noqa: S105 of servers that live for a test
HOSTS = ("127.0.0.1", "127.0.0.2")
WORKERS = 2
PAGE = "/today"
PASSWORD, NEXT_PASSWORD = "correct horse battery staple", "another horse battery staple"
SIGN_IN = "/sign-in/staff"
STRANGERS = 3
WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Machines:
    """Two servers on addresses of their own, each with its own folder, and the database between them."""

    engine: Engine
    one: Running
    other: Running
    opened: list[Browser] = field(default_factory=list)

    def browser(self, machine: Running, cookie: str = "") -> Browser:
        browser = Browser(machine.port, {COOKIE: cookie} if cookie else {}, machine.host)
        self.opened.append(browser)
        return browser

    def close_browsers(self) -> None:
        while self.opened:
            self.opened.pop().close()


@contextmanager
def two_machines(
    url: str, engine: Engine, folder: Path, *, file_place: str = "folder", trusted_addresses: str = ""
) -> Iterator[Machines]:
    hosts = ",".join((*HOSTS, "localhost"))
    settings = {"allowed_hosts": hosts, "file_place": file_place, "trusted_addresses": trusted_addresses}
    one, other = (portal(url, folder / host, root=ROOT, secret_key=SECRET_KEY, **settings) for host in HOSTS)
    with (
        serving(one, folder / "one.log", workers=WORKERS, host=HOSTS[0]) as here,
        serving(other, folder / "other.log", workers=WORKERS, host=HOSTS[1]) as there,
    ):
        yield Machines(engine, here, there)


@dataclass(frozen=True)
class Person:
    """A coordinator with two devices, whom both machines know; `there` is what they use on the other machine."""

    id: UUID
    email: str
    grant_id: UUID
    session_ids: tuple[UUID, UUID]
    here: Browser
    there: Browser

    def act(self, path: str, **fields: str) -> None:
        """Send a form on the first machine."""
        acted(self.here, path, **fields)


def acted(browser: Browser, path: str, **fields: str) -> None:
    answer = send(browser, path, **fields)
    if answer.status not in (302, 303):
        raise RuntimeError(f"{path} answered {answer.status}")


def send(browser: Browser, path: str, page: str = "/account/security", **fields: str) -> Answer:
    """Send a form with the protection that stands on `page` and a one-time key of its own."""
    token = browser.get(page).hidden()["csrf_token"]
    return browser.post(path, {"csrf_token": token, "form_key": secrets.token_urlsafe(18), **fields})


def newcomer(machines: Machines, role: Role = Role.COORDINATOR, *, same_device: bool = False) -> Person:
    """Somebody with a password; on the other machine they use the same session or one of their own."""
    now, user_id, grant_id = clock.now(), new_id(), new_id()
    email = f"{user_id}@example.kr"
    with machines.engine.begin() as connection:
        connection.execute(delete(Throttle))
        row = {"id": user_id, "name": "김담당", "email": email, "password_hash": _hashed(), "created_at": now}
        connection.execute(insert(User), row)
        connection.execute(insert(RoleGrant), {"id": grant_id, "user_id": user_id, "role": role, "granted_at": now})
        cookies = sign_in(connection, [user_id, user_id], secret_key=SECRET_KEY, now=now)
        ids = _sessions_of(connection, user_id)
    there = machines.browser(machines.other, cookies[0] if same_device else cookies[1])
    return Person(user_id, email, grant_id, ids, machines.browser(machines.one, cookies[0]), there)


def _sessions_of(connection: Connection, user_id: UUID) -> tuple[UUID, UUID]:
    first, second = connection.scalars(
        select(SignInSession.id).where(SignInSession.user_id == user_id).order_by(SignInSession.id)
    )
    return first, second


_HASHES: list[str] = []


def _hashed() -> str:
    """One hash for everybody, of older parameters: each sign-in makes it anew, which must not undo a change."""
    if not _HASHES:
        _HASHES.append(PasswordHasher(time_cost=1, memory_cost=19456, parallelism=1).hash(PASSWORD))
    return _HASHES[0]


def seen_there(person: Person, act: Callable[[], None]) -> int:
    """The other machine's answer to the request after `act`; it has let the person in a moment before."""
    if person.there.get(PAGE).status != 200:
        raise RuntimeError("the other machine does not know them")
    act()
    return person.there.get(PAGE).status


def sign_out(machines: Machines) -> bool:
    person = newcomer(machines, same_device=True)
    return seen_there(person, lambda: person.act("/sign-out")) == 302


def end_a_device(machines: Machines) -> bool:
    person = newcomer(machines)
    return seen_there(person, lambda: person.act(f"/account/devices/{person.session_ids[1]}/end")) == 302


def close_the_account(machines: Machines) -> bool:
    person, office = newcomer(machines), newcomer(machines, Role.OFFICE)
    return seen_there(person, lambda: office.act(f"/staff/{person.id}/disable")) == 302


def take_the_role(machines: Machines) -> bool:
    person, office = newcomer(machines), newcomer(machines, Role.OFFICE)
    return seen_there(person, lambda: office.act(f"/staff/{person.id}/roles/{person.grant_id}/revoke")) == 403


def change_the_password(machines: Machines) -> bool:
    person = newcomer(machines)
    fields = {"present": PASSWORD, "password": NEXT_PASSWORD}
    return seen_there(person, lambda: person.act("/account/password", **fields)) == 302


def change_the_password_meanwhile(machines: Machines) -> bool:
    """Somebody signs in by the old password on the other machine while it is changed on this one, to which it stays."""
    person = newcomer(machines)
    fields = {"present": PASSWORD, "password": NEXT_PASSWORD}
    came_in = sign_in_meanwhile(machines, person, lambda: person.act("/account/password", **fields))
    return _are_kept_out(came_in) and _comes_in(machines.browser(machines.other), person, NEXT_PASSWORD)


def close_the_account_meanwhile(machines: Machines) -> bool:
    """Who signed in while the account was closed is not let in again by its being opened."""
    person, office = newcomer(machines), newcomer(machines, Role.OFFICE)
    came_in = sign_in_meanwhile(machines, person, lambda: office.act(f"/staff/{person.id}/disable"))
    office.act(f"/staff/{person.id}/enable")
    return _are_kept_out(came_in)


def sign_in_meanwhile(machines: Machines, person: Person, act: Callable[[], None]) -> list[Browser]:
    """Who came in by the old password on the other machine, where several try again and again until `act` is done.

    It begins once the first of them came in, so that the others are on their way.
    """
    first, last = Event(), Event()

    def sign_in_again_and_again() -> list[Browser]:
        came_in = []
        while not last.is_set():
            stranger = machines.browser(machines.other)
            if _comes_in(stranger, person, PASSWORD):
                came_in.append(stranger)
                first.set()
        return came_in

    with ThreadPoolExecutor(STRANGERS) as pool:
        trying = [pool.submit(sign_in_again_and_again) for _ in range(STRANGERS)]
        first.wait(WAIT_SECONDS)
        try:
            act()
        finally:
            last.set()
        return [browser for each in trying for browser in each.result()]


def _comes_in(browser: Browser, person: Person, password: str) -> bool:
    return send(browser, SIGN_IN, page=SIGN_IN, email=person.email, password=password).status == 303


def _are_kept_out(strangers: list[Browser]) -> bool:
    return {stranger.get(PAGE).status for stranger in strangers} <= {302}


KINDS: dict[str, Callable[[Machines], bool]] = {
    "signed out": sign_out,
    "device ended": end_a_device,
    "account closed": close_the_account,
    "role taken back": take_the_role,
    "password changed": change_the_password,
    "password changed while signing in": change_the_password_meanwhile,
    "account closed while signing in": close_the_account_meanwhile,
}
"""Each tells whether the other machine refused what it must."""


def refused(kind: str, machines: Machines, rounds: int) -> int:
    """How often, of `rounds` times, the other machine refused the next request."""
    times = 0
    for _ in range(rounds):
        times += KINDS[kind](machines)
        machines.close_browsers()
    return times


def told(kind: str, times: int, rounds: int) -> int:
    sys.stdout.write(f"{kind}: refused {times} of {rounds}\n")
    sys.stdout.flush()
    return times


def main() -> int:
    """All kinds on PostgreSQL; the exit code tells whether each was refused each time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args().rounds
    with private_server() as server, tempfile.TemporaryDirectory() as folder:
        url = server.url(SUPERUSER)
        engine = create_engine(url)
        metadata.create_all(engine)
        with two_machines(url, engine, Path(folder)) as machines:
            found = [told(kind, refused(kind, machines, rounds), rounds) for kind in KINDS]
        engine.dispose()
    return 0 if set(found) == {rounds} else 1


if __name__ == "__main__":
    sys.exit(main())
