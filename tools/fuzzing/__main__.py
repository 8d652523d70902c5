"""Installs schemathesis in a temporary folder and lets it loose on a portal of its own on loopback."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from pydantic import SecretStr

from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.db import migrations
from portal.db.engine import writing
from portal.extensions import db
from portal.monitoring.devices.states import SUPPLIED
from portal.monitoring.signals.openapi import description
from tests.databases import fresh_database_url, selected_kind
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.devices import make_device, make_key, make_supplier
from tools.load.server import ROOT, portal, serving
from tools.temporary import installed

EXAMPLES = os.environ.get("EXAMPLES", "2000")
SECRET_KEY = "a-key-for-fuzzing-that-is-long-enough-for-it"  # noqa: S105 of a portal that lives for some minutes
NOT_ASKED = "negative_data_rejection"
"""One signal that cannot be read does not refuse the others: the hooks look at the answer to each."""


def filled(database_url: str, folder: Path) -> dict[str, str]:
    """A supplier with a key and a device of each kind; answers what the hooks need of them."""
    settings = Settings(
        _env_file=None,
        mode=Mode.DEMONSTRATION,
        database_url=database_url,
        var_dir=folder,
        secret_key=SecretStr(SECRET_KEY),
    )
    migrations.upgrade(settings.resolved_database_url)
    app = create_app(settings)
    with app.test_request_context():
        with writing():
            now, supplier = clock.now(), make_supplier(now=clock.now())
            devices = [
                make_device(make_paired(make_coordinator(kind.value), now=now), kind, supplier, now=now)
                for kind in SUPPLIED
            ]
            key = make_key(supplier, now=now)
            told = {"FUZZ_KEY": key.mark, "FUZZ_SECRET": key.secret}
            told["FUZZ_SERIALS"] = " ".join(device.serial or "" for device in devices)
            db.session.commit()
        schemas = description("", "")["components"]["schemas"]
        db.engine.dispose()
    return told | {"FUZZ_SIGNAL": json.dumps(schemas["Signal"])}


def fuzz(program: Path, port: int, told: Mapping[str, str]) -> int:
    at = f"http://127.0.0.1:{port}/api/signals/openapi.json"
    options = ("--checks", "all", "--exclude-checks", NOT_ASKED, "--max-examples", EXAMPLES, "--continue-on-failure")
    environment = {**os.environ, **told, "SCHEMATHESIS_HOOKS": "tools.fuzzing.hooks", "PYTHONPATH": str(ROOT)}
    command = [str(program), "run", at, *options, *sys.argv[1:]]
    return subprocess.run(command, cwd=program.parent, env=environment, check=False).returncode


def main() -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        program = installed(folder / "environment", "fuzz", "schemathesis")
        url = stack.enter_context(fresh_database_url(selected_kind()))
        told = filled(url, folder)
        served = portal(url, folder, secret_key=SECRET_KEY)
        running = stack.enter_context(serving(served, folder / "server.log", workers=2))
        return fuzz(program, running.port, told)


if __name__ == "__main__":
    sys.exit(main())
