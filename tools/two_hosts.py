"""Two web hosts and two workers behind nginx on one PostgreSQL, and one of them dies: what is lost? JSON by figure."""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from itertools import cycle
from pathlib import Path
from socket import create_connection, socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, select

from portal import create_app
from portal.config import FilePlace, Mode, Settings
from portal.core import clock
from portal.db import migrations
from portal.db.engine import writing
from portal.extensions import db
from portal.notifications.actions import Lasting, send_mail
from portal.notifications.carriers import carriers_of
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import LEASE
from portal.notifications.states import Audience, Delivery
from portal.notifications.tasks import drain
from tools.drill import tell
from tools.load.browser import TIMEOUT_SECONDS
from tools.load.hosts import (
    FRONT,
    FRONT_PORT,
    GATE,
    NETWORK,
    ONE,
    OTHER,
    VISITORS,
    Host,
    missing,
    network,
    proxy,
    reached_database,
    serve,
)
from tools.load.revoking import KINDS, SECRET_KEY, Machines
from tools.load.sending import free_port, twice
from tools.load.visitors import Applicants, Visitor, kept_of

ROUNDS = int(os.environ.get("REVOCATIONS", "20"))
APPLICATIONS = int(os.environ.get("APPLICATIONS", "40"))
"""So many before one host dies, and so many after."""
MESSAGES = int(os.environ.get("MESSAGES", "200"))
DRILL = Lasting("a drill says nothing of anybody")


@dataclass
class Guest(Visitor):
    """Comes from an address of their own."""

    source: str = GATE

    def connect(self) -> socket:
        if self._connection is None:
            address, own = (self.host, self.port), (self.source, 0)
            self._connection = create_connection(address, timeout=TIMEOUT_SECONDS, source_address=own)
        return self._connection


def guests() -> Applicants:
    """People who apply from one address after the other."""
    places = cycle(VISITORS)
    return Applicants(lambda: Guest(FRONT_PORT, host=FRONT, source=f"{NETWORK}.{next(places)}"))


def _bytes(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content.encode() if isinstance(content, str) else content


@dataclass
class Letterbox:
    """Takes every mail."""

    taken: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's
        self.taken[str(message_from_bytes(_bytes(envelope))["Message-ID"])] += 1
        return "250 OK"


def settings_of(url: str, folder: Path, port: int) -> dict[str, str]:
    """Of both hosts; each has a folder of its own."""
    return {
        "mode": "test",
        "database_url": url,
        "secret_key": SECRET_KEY,
        "file_place": "database",
        "trusted_addresses": f"{NETWORK}.0/24",
        "trusted_proxies": "1",
        "allowed_hosts": f"{FRONT},{ONE},{OTHER}",
        "base_url": f"http://{FRONT}:{FRONT_PORT}",
        "smtp_host": GATE,
        "smtp_port": str(port),
        "var_dir": str(folder),
    }


def environment(values: Mapping[str, str], folder: Path) -> dict[str, str]:
    return {f"PORTAL_{name.upper()}": value for name, value in {**values, "var_dir": str(folder)}.items()}


@contextmanager
def here(values: Mapping[str, str]) -> Iterator[Settings]:
    """The portal in this process, to fill the outbox and to settle what a dead worker held."""
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        secret_key=SecretStr(SECRET_KEY),
        database_url=values["database_url"],
        file_place=FilePlace.DATABASE,
        base_url=values["base_url"],
        smtp_host=values["smtp_host"],
        smtp_port=int(values["smtp_port"]),
        var_dir=Path(values["var_dir"]),
    )
    with create_app(settings).app_context():
        yield settings
        db.session.rollback()
        db.engine.dispose()


def fill_outbox() -> None:
    with writing():
        for number in range(MESSAGES):
            address = f"person-{number}@example.kr"
            send_mail(address, "안내", "본문", audience=Audience.STAFF, kind="drill", about=DRILL, now=clock.now())
        db.session.commit()


def revoke(machines: Machines) -> None:
    """What one host ends, the other refuses with the next request, both ways."""
    held = 0
    for _round in range(ROUNDS):
        for here_first in (True, False):
            pair = machines if here_first else Machines(machines.engine, machines.other, machines.one)
            held += sum(ask(pair) for ask in KINDS.values())
            pair.close_browsers()
    tell("revocations held on the other host", held=held, of=2 * ROUNDS * len(KINDS))


def lose_one(applicants: Applicants, dying: Host) -> None:
    """While people apply and both workers send."""
    threads = applicants.begin(2 * APPLICATIONS)
    applicants.wait_until(APPLICATIONS)
    fill_outbox()
    dying.die()
    for thread in threads:
        thread.join()


def count_lost(engine: Engine, applicants: Applicants, folder: Path) -> bool:
    kept = kept_of(engine, applicants.told)
    asked = Counter(line.split()[-1] for line in (folder / "front.log").read_text("utf-8").splitlines())
    tell(
        "applications while one host dies",
        told=len(applicants.told),
        lost=len(kept.lost),
        twice=kept.twice,
        without_gaps=kept.without_gaps,
        sent_again=applicants.again,
        slowest_seconds=round(applicants.slowest, 1),
        failed=applicants.failed,
    )
    tell("requests by host", **{address: asked[f"{address}:8000"] for address in (ONE, OTHER)})
    return kept.is_whole and not applicants.failed


def count_mails(settings: Settings, letterbox: Letterbox) -> bool:
    """After the lease of the worker that died: each arrived once, or stands as unknown."""
    later = clock.now() + LEASE + timedelta(seconds=1)
    drain(carriers_of(settings), lambda: later)
    states = Counter(db.session.scalars(select(OutboxMessage.state).where(OutboxMessage.kind == "drill")))
    ids = db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.state == Delivery.SENT)).all()
    lost = [each for each in ids if not any(str(each) in name for name in letterbox.taken)]
    sent_twice = len(twice(letterbox.taken))
    found = {state.value: number for state, number in states.items()}
    tell("mails by two workers, one of which dies", lost=len(lost), twice=sent_twice, states=found)
    return not lost and not sent_twice and set(states) <= {Delivery.SENT, Delivery.UNKNOWN}


def drill(folder: Path) -> bool:
    one, other, front = Host("pt-one", ONE), Host("pt-other", OTHER), Host("pt-front", FRONT)
    letterbox, port = Letterbox(), free_port()
    with network((one, other, front)), reached_database() as (_server, url):
        values = settings_of(url, folder / "here", port)
        migrations.upgrade(url)
        post = Controller(letterbox, hostname=GATE, port=port)
        post.start()
        engine = create_engine(url)
        try:
            here_one, here_other = (
                serve(host, folder, environment(values, folder / host.name)) for host in (one, other)
            )
            proxy(front, folder)
            revoke(Machines(engine, here_one, here_other))
            applicants = guests()
            with here(values) as settings:
                lose_one(applicants, one)
                return count_lost(engine, applicants, folder) and count_mails(settings, letterbox)
        finally:
            engine.dispose()
            post.stop()


def main() -> int:
    lacking = missing()
    if lacking:
        tell("two hosts", not_tried=lacking)
        return 1
    with tempfile.TemporaryDirectory(prefix="portal-hosts-") as name:
        return 0 if drill(Path(name)) else 1


if __name__ == "__main__":
    sys.exit(main())
