"""`python -m benchmarks.settling URL FOLDER MONTH`: draws a month up as the worker does; prints what it took."""

import json
import sys
import time
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, select

from benchmarks.measure import peak_mib
from portal import create_app
from portal.accounts.queries import users_who_may
from portal.benefits.settlement.actions import request_run
from portal.benefits.settlement.models import StatementLine
from portal.benefits.settlement.rules import parse_month
from portal.benefits.settlement.tasks import draw_waiting_months
from portal.config import Mode, Settings
from portal.core import clock
from portal.core.permissions import Permission
from portal.db.engine import writing
from portal.extensions import db


def main(url: str, folder: str, month: str) -> None:
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=url,
        var_dir=Path(folder) / "var",
        secret_key=SecretStr("measured-with-a-key-that-is-long-enough"),
    )
    app = create_app(settings)
    with app.app_context(), writing():
        actor = users_who_may(Permission.STATEMENT_MANAGE)[0].actor
        request_run(parse_month(month), actor=actor, now=clock.now())
        db.session.commit()
        begun = time.perf_counter()
        draw_waiting_months(clock.now())
        seconds = time.perf_counter() - begun
        peak = peak_mib()
        lines = db.session.scalar(select(func.count()).select_from(StatementLine))
    print(json.dumps({"seconds": seconds, "peak_mib": peak, "lines": lines}))


if __name__ == "__main__":
    main(*sys.argv[1:])
