"""Whether an answer tells by its time that there is somebody or something: at every door that asks who comes."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from benchmarks.figures import Figure
from benchmarks.ground import SECRET_KEY, Ground
from portal import create_app
from portal.accounts import keys
from portal.accounts.actions import renew_recovery_codes
from portal.accounts.hashing import hash_password
from portal.accounts.models import RoleGrant, User
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.permissions import Role
from portal.db.engine import writing
from portal.extensions import db
from portal.monitoring.worries.actions import report_worry
from portal.tables import metadata
from tests.factories.coordinators import make_application
from tests.factories.referrals import make_person

SAMPLES = 200
WARM_UP = 10
PASSWORD, GUESS = "measured staple horse", "guessed staple horse"
PRESENT = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIDES = ("known", "unknown")
Step = Callable[[FlaskClient, int, str], int]
Prepare = Callable[[], None]


@dataclass(frozen=True)
class Door:
    """`people` are in the database before; `ask` is measured after `come`, and both sides must answer with `status`."""

    name: str
    people: Prepare
    ask: Step
    status: int
    come: Step | None = None


def figures(_ground: Ground) -> Iterator[Figure]:
    """The difference of the medians of known and unknown, in quartile ranges of the unknown: the noise of one."""
    for door in DOORS:
        with tempfile.TemporaryDirectory() as folder:
            known, unknown = _seconds(_portal(Path(folder), door.people), door)
        low, _, high = quantiles(unknown, n=4)
        told = abs(median(known) - median(unknown)) / (high - low)
        yield Figure(f"known beside unknown: {door.name}", told, "quartile ranges of 200 samples", 1.0)


def _portal(folder: Path, people: Prepare) -> Flask:
    """A portal that knows nobody but these."""
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
        people()
        db.session.commit()
    return app


def _of_code(role: Role) -> None:
    """Whoever enters by a code, as many as samples are taken."""
    now = clock.now()
    for number in range(WARM_UP + SAMPLES):
        user = User(name="홍길동", phone=f"+8210{_digits(number, 'known')}", created_at=now)
        user.grants.append(RoleGrant(role=role, granted_at=now))
        db.session.add(user)


def _staff(sides: tuple[str, ...] = ("known",), *, factor: bool = False) -> None:
    """With a factor only the known have recovery codes left."""
    now, password = clock.now(), hash_password(PASSWORD)
    for number in range(WARM_UP + SAMPLES):
        for side in sides:
            user = User(name="김담당", email=_email(number, side), password_hash=password, created_at=now)
            user.grants.append(RoleGrant(role=Role.OFFICE, granted_at=now))
            db.session.add(user)
            if factor:
                user.authenticator_secret = PRESENT
                db.session.flush()
                if side == "known":
                    renew_recovery_codes(user, now=now)


def _applications() -> None:
    for number in range(WARM_UP + SAMPLES):
        make_application(make_person(with_account=False), number=f"2026-{number + 1:06d}")


def _worries() -> None:
    for _number in range(WARM_UP + SAMPLES):
        report_worry(
            dong_code="1144055500",
            whereabouts="3층",
            what="며칠째 불이 켜져 있습니다.",
            reporter_name="",
            reporter_phone="",
            code="12345678",
            now=clock.now(),
        )


def _digits(number: int, side: str) -> str:
    return f"{'2222' if side == 'known' else '3333'}{number:04d}"


def _email(number: int, side: str) -> str:
    return f"{number}@{side}.example.kr"


def _asks_code(client: FlaskClient, number: int, side: str) -> int:
    return client.post("/sign-in", data={"contact": f"010{_digits(number, side)}"}).status_code


def _types_code(client: FlaskClient, _number: int, _side: str) -> int:
    return client.post("/code", data={"code": "000000"}).status_code


def _asks_reset(client: FlaskClient, number: int, side: str) -> int:
    return client.post("/reset", data={"email": _email(number, side)}).status_code


def _types_password(client: FlaskClient, number: int, side: str, password: str = GUESS) -> int:
    return client.post("/sign-in/staff", data={"email": _email(number, side), "password": password}).status_code


def _types_recovery_code(client: FlaskClient, _number: int, _side: str) -> int:
    return client.post("/sign-in/authenticator?recovery=1", data={"code": keys.new_recovery_code()}).status_code


def _asks_status(client: FlaskClient, number: int, side: str) -> int:
    year = "2026" if side == "known" else "2025"
    typed = {"number": f"{year}-{number + 1:06d}", "phone": f"010{_digits(number, 'unknown')}"}
    return client.post("/status", data=typed).status_code


def _follows_worry(client: FlaskClient, number: int, side: str) -> int:
    year = clock.now().year if side == "known" else 2001
    return client.post("/worry/follow", data={"number": f"{year}-{number + 1:06d}", "code": "87654321"}).status_code


DOORS = (
    Door("asking for a code", partial(_of_code, Role.RESIDENT), _asks_code, 303),
    Door("typing a code", partial(_of_code, Role.RESIDENT), _types_code, 422, come=_asks_code),
    Door("a helper asking for a code", partial(_of_code, Role.HELPER), _asks_code, 303),
    Door("a helper typing a code", partial(_of_code, Role.HELPER), _types_code, 422, come=_asks_code),
    Door("asking for a new password", _staff, _asks_reset, 303),
    Door("typing a password", _staff, _types_password, 422),
    Door(
        "typing a recovery code",
        partial(_staff, SIDES, factor=True),
        _types_recovery_code,
        422,
        come=partial(_types_password, password=PASSWORD),
    ),
    Door("asking for an application", _applications, _asks_status, 422),
    Door("asking for a worry", _worries, _follows_worry, 422),
)


def _seconds(app: Flask, door: Door) -> tuple[list[float], list[float]]:
    """What each side took, one after the other by turns, each from a place of its own."""
    taken: dict[str, list[float]] = {side: [] for side in SIDES}
    for number in range(WARM_UP + SAMPLES):
        for place, side in enumerate(SIDES if number % 2 else SIDES[::-1]):
            client = app.test_client()
            client.environ_base["REMOTE_ADDR"] = f"10.{place}.{number // 250}.{number % 250}"
            if door.come is not None:
                door.come(client, number, side)
            begun = time.perf_counter()
            answered = door.ask(client, number, side)
            if number >= WARM_UP:
                taken[side].append(time.perf_counter() - begun)
            if answered != door.status:
                raise RuntimeError(f"{door.name}, {side}: {answered} in place of {door.status}")
    return taken["known"], taken["unknown"]
