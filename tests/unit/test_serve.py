"""`make run` leaves nothing running, whoever ends first."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tools.serve import serve

ROOT = Path(__file__).resolve().parents[2]
WAITING = r"import os, time; os.write(1, b'%d\n' % os.getpid()); time.sleep(60)"
SERVING = f"""
import sys
from tools.serve import serve
sys.exit(serve([[sys.executable, "-c", {WAITING!r}], [sys.executable, "-c", {WAITING!r}]]))
"""


def waiting_for(seconds: int, code: int) -> list[str]:
    """A command that ends with the code after some seconds."""
    return [sys.executable, "-c", f"import sys, time; time.sleep({seconds}); sys.exit({code})"]


def test_when_one_ends_the_other_is_stopped_and_its_code_is_told() -> None:
    assert serve([waiting_for(60, 0), waiting_for(0, 3)]) == 3


def test_an_end_that_nobody_asked_for_is_never_a_success() -> None:
    assert serve([waiting_for(60, 0), waiting_for(0, 0)]) == 1


def test_a_termination_stops_both_and_is_a_success() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVING], cwd=ROOT, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        # psutil knows a process by its start as well: its number may be given to another one at once
        children = [psutil.Process(int(serving.stdout.readline())) for _ in range(2)]
        serving.send_signal(signal.SIGINT)
        assert serving.wait() == 0
    assert [child for child in children if child.is_running()] == []
