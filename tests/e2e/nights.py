"""Beside a demonstration that is served: a home of it falls silent, and the turns of its alert pass (`climbing`)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.climbing import ANSWERS
from tests.e2e.server import ROOT, environment, free_port

Night = Callable[[str, str], str]


@contextmanager
def night_in(folder: Path) -> Iterator[Night]:
    """Asks one process, which starts while the browser signs in, about the demonstration in `folder`."""
    command, variables = [sys.executable, "-m", "tests.e2e.climbing"], environment(folder, free_port())
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        asked, told = worker.stdin, worker.stdout
        assert asked is not None
        assert told is not None

        def ask(deed: str, about: str) -> str:
            print(deed, about, file=asked, flush=True)
            answers = (line.removeprefix(ANSWERS).strip() for line in told if line.startswith(ANSWERS))
            answer = next(answers, None)
            assert answer is not None, "it failed; what it says stands above"
            return answer

        yield ask
