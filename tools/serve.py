"""What `make run` does: prepare the database, print the demonstration accounts, then serve until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.mode import USUAL_BIND, choose_mode

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
FLASK = (str(PROGRAMS / "flask"), "--app", "portal")
PREPARATION = (sys.executable, "-m", "tools.commands", "db upgrade", "seed --if-empty", "demo-accounts")
SERVER = (str(PROGRAMS / "gunicorn"), "--config", str(ROOT / "deploy/gunicorn.conf.py"))
WORKER = (*FLASK, "worker")
LOOK_EVERY_SECONDS = 0.2
STOP_WITHIN_SECONDS = 25


class Stopped(Exception):
    """Somebody asked the portal to stop."""


def prepare() -> int:
    """Bring the database up to date, fill an empty one and print the accounts; returns the exit code."""
    return subprocess.run(PREPARATION, cwd=ROOT, check=False).returncode


def serve(commands: Sequence[Sequence[str]]) -> int:
    """Run the commands side by side until one ends by itself or somebody stops us; none is left running.

    Returns 0 when asked to stop, else the exit code of the one that ended, which is never taken for a success.
    """
    with _stop_signals():
        processes: list[subprocess.Popen[bytes]] = []
        try:
            processes.extend(subprocess.Popen(command, cwd=ROOT, start_new_session=True) for command in commands)
            return _first_to_end(processes) or 1
        except Stopped:
            return 0
        finally:
            _stop(processes)


@contextmanager
def _stop_signals() -> Iterator[None]:
    """Turn Ctrl-C and a termination into `Stopped`, once: the stopping itself is not interrupted."""

    def stop(_number: int, _frame: object) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _first_to_end(processes: Sequence[subprocess.Popen[bytes]]) -> int:
    while True:
        for process in processes:
            code = process.poll()
            if code is not None:
                return code
        time.sleep(LOOK_EVERY_SECONDS)


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main() -> int:
    """Prepare and serve; the exit code tells whether it ended as asked."""
    choose_mode()
    address = os.environ.get("PORTAL_BIND", USUAL_BIND)
    code = prepare()
    if code:
        return code
    sys.stdout.write(f"\nThe portal is on http://{address} (stop it with Ctrl-C)\n\n")
    sys.stdout.flush()
    return serve((SERVER, WORKER))


if __name__ == "__main__":
    sys.exit(main())
