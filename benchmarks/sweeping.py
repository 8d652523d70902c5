"""`python -m benchmarks.sweeping URL FOLDER`: lets twenty homes fall silent and sweeps as the worker does."""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, select, update

from benchmarks.measure import peak_mib
from portal import create_app
from portal.config import Mode, Settings
from portal.core import clock
from portal.db.engine import writing
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.tasks import sweep

DUE = 20


def main(url: str, folder: str) -> None:
    settings = Settings(
        _env_file=None,
        mode=Mode.TEST,
        database_url=url,
        var_dir=Path(folder) / "var",
        secret_key=SecretStr("measured-with-a-key-that-is-long-enough"),
    )
    with create_app(settings).app_context(), writing():
        now = clock.now()
        silent = select(Watch.household_id).order_by(Watch.household_id).limit(DUE)
        long_ago = {"last_sign_at": now - timedelta(hours=25), "due_at": now - timedelta(hours=1)}
        db.session.execute(update(Watch).where(Watch.household_id.in_(silent)).values(long_ago))
        db.session.commit()
        begun = time.perf_counter()
        due = sweep(now)
        db.session.commit()
        seconds = time.perf_counter() - begun
        peak = peak_mib()
        raised = db.session.scalar(select(func.count()).select_from(Alert))
    print(json.dumps({"seconds": seconds, "peak_mib": peak, "due": due, "raised": raised}))


if __name__ == "__main__":
    main(*sys.argv[1:])
