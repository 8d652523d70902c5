"""How long a small write takes while eight photographs of 40 megapixels are taken in, beside the same in quiet."""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

import httpx
from PIL import Image
from pydantic import SecretStr

from benchmarks.figures import Figure
from benchmarks.ground import SECRET_KEY, WORKERS, Ground
from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.db.engine import writing
from portal.extensions import db
from portal.tables import metadata
from tests.factories.referrals import make_scene, make_visit
from tools.load import people
from tools.load.applying import FIRST_PAGE
from tools.load.browser import Browser
from tools.load.server import portal, serving

SIDES = (7300, 5479)
"""Just under 40 megapixels."""
SENDERS, EACH = 2, 4
WARM_UP, SAMPLES = 50, 400
MOST = 1.2


def figures(_ground: Ground) -> Iterator[Figure]:
    """On SQLite, where one writer keeps all others waiting."""
    with tempfile.TemporaryDirectory(prefix="portal-photographs-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'portal.sqlite'}"
        address, cookies = _visit_to_record(url, folder)
        application = portal(url, folder, secret_key=SECRET_KEY, trusted_addresses="127.0.0.0/8")
        with serving(application, folder / "log", workers=WORKERS) as running:
            write = _small_write(Browser(running.port))
            for _number in range(WARM_UP):
                write()
            quiet = [_seconds(write) for _number in range(SAMPLES)]
            picture = _photograph()
            senders = [
                Thread(target=partial(_send, people.browser_of(running.port, cookie), address, picture))
                for cookie in cookies
            ]
            busy = _while_they_run(senders, write)
    yield Figure("a write beside eight photographs", median(busy) / median(quiet), "times quiet, median", MOST)
    yield Figure("the same, one of twenty", _slow(busy) / _slow(quiet), "times quiet, 95 of 100", MOST)


def _visit_to_record(url: str, folder: Path) -> tuple[str, list[str]]:
    """The address of its record, and sessions of whoever is to write it."""
    key = SecretStr(SECRET_KEY)
    settings = Settings(_env_file=None, mode=Mode.TEST, database_url=url, var_dir=folder, secret_key=key)
    with create_app(settings).app_context():
        with writing():
            metadata.create_all(db.engine)
            scene = make_scene()
            address = f"/visits/{make_visit(scene).id}/record"
            db.session.commit()
        worker = scene.worker.user_id
        assert worker is not None
        with db.engine.begin() as connection:
            return address, people.sign_in(connection, [worker] * SENDERS, secret_key=SECRET_KEY, now=clock.now())


def _photograph() -> bytes:
    output = BytesIO()
    Image.linear_gradient("L").resize(SIDES).convert("RGB").save(output, "JPEG", quality=90)
    return output.getvalue()


def _send(browser: Browser, address: str, picture: bytes) -> None:
    """A record that lacks what must be said: its photographs are taken in, and it is given back."""
    hidden = browser.get(address).hidden()
    files = [("photos", (f"{number}.jpg", picture, "image/jpeg")) for number in range(EACH)]
    sent = httpx.post(
        f"http://{browser.host}:{browser.port}{address}",
        cookies=browser.cookies,
        data={**hidden, "photos_allowed": "y"},
        files=files,
        timeout=120,
    )
    assert sent.status_code == 422, sent.status_code


def _small_write(browser: Browser) -> Callable[[], object]:
    """The first step of an application, kept again."""
    fields = {**browser.get(FIRST_PAGE).hidden(), "for_whom": "self", "dong_code": "1144069000", "lives_alone": "yes"}

    def write() -> None:
        answer = browser.post(FIRST_PAGE, fields)
        assert answer.location, answer.status

    return write


def _while_they_run(senders: list[Thread], write: Callable[[], object]) -> list[float]:
    for sender in senders:
        sender.start()
    taken = []
    while any(sender.is_alive() for sender in senders):
        taken.append(_seconds(write))
    return taken


def _seconds(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def _slow(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]
