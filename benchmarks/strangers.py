"""Whether an answer tells by its time that there is an account: asking for a code, a new password, signing in."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from benchmarks.figures import Figure
from benchmarks.ground import SECRET_KEY, Ground
from portal import create_app
from portal.accounts.hashing import hash_password
from portal.accounts.models import RoleGrant, User
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.permissions import Role
from portal.db.engine import writing
from portal.extensions import db
from portal.tables import metadata

SAMPLES = 200
WARM_UP = 10
Ask = Callable[[FlaskClient, int, str], object]


def figures(_ground: Ground) -> Iterator[Figure]:
    """The difference of the medians of known and unknown, in quartile ranges of the unknown: the noise of one."""
    with tempfile.TemporaryDirectory() as folder:
        app = _portal(Path(folder))
        for name, ask in (("code", _code), ("reset", _reset), ("password", _password)):
            known, unknown = _seconds(app, ask)
            low, _, high = quantiles(unknown, n=4)
            told = abs(median(known) - median(unknown)) / (high - low)
            yield Figure(f"known beside unknown: {name}", told, "quartile ranges of 200 samples", 1.0)


def _portal(folder: Path) -> Flask:
    """An empty portal with as many residents and staff as samples are taken, each asked for once."""
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=f"sqlite:///{folder / 'portal.sqlite'}",
        var_dir=folder,
        secret_key=SecretStr(SECRET_KEY),
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), writing():
        metadata.create_all(db.engine)
        now, password = clock.now(), hash_password("measured staple horse")
        for number in range(WARM_UP + SAMPLES):
            resident = User(name="홍길동", phone=f"+8210{_digits(number, known=True)}", created_at=now)
            resident.grants.append(RoleGrant(role=Role.RESIDENT, granted_at=now))
            staff = User(name="김담당", email=f"{number}@known.example.kr", password_hash=password, created_at=now)
            staff.grants.append(RoleGrant(role=Role.OFFICE, granted_at=now))
            db.session.add_all((resident, staff))
        db.session.commit()
    return app


def _digits(number: int, *, known: bool) -> str:
    return f"{'2222' if known else '3333'}{number:04d}"


def _code(client: FlaskClient, number: int, side: str) -> object:
    return client.post("/sign-in", data={"contact": f"010{_digits(number, known=side == 'known')}"})


def _reset(client: FlaskClient, number: int, side: str) -> object:
    return client.post("/reset", data={"email": f"{number}@{side}.example.kr"})


def _password(client: FlaskClient, number: int, side: str) -> object:
    typed = {"email": f"{number}@{side}.example.kr", "password": "guessed staple horse"}
    return client.post("/sign-in/staff", data=typed)


def _seconds(app: Flask, ask: Ask) -> tuple[list[float], list[float]]:
    """What each side took, one after the other by turns, each from a place of its own."""
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(WARM_UP + SAMPLES):
        for place, side in enumerate(("known", "unknown") if number % 2 else ("unknown", "known")):
            client = app.test_client(use_cookies=False)
            client.environ_base["REMOTE_ADDR"] = f"10.{place}.{number // 250}.{number % 250}"
            begun = time.perf_counter()
            ask(client, number, side)
            if number >= WARM_UP:
                taken[side].append(time.perf_counter() - begun)
    return taken["known"], taken["unknown"]
