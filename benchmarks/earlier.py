"""The build that figures are compared with: checked out of this repository's history, run from a folder of its own."""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from benchmarks.figures import Figure
from benchmarks.measure import Cost
from tools.load.server import ROOT

COMMIT = "4391b44ee0c8a30da2e55e7fe7540b052c9f5206"
UNIT = "times today's build"
"""The build was today's when its successor was asked for."""
TREE = ROOT / "build/earlier" / COMMIT[:7]


def checked_out() -> Path:
    """The tree of `COMMIT` with the front-end files that it takes, made once."""
    if not TREE.is_dir():
        unfinished = TREE.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _extract(unfinished)
        (unfinished / "node_modules").symlink_to(ROOT / "node_modules")
        subprocess.run([sys.executable, "-m", "tools.assets"], cwd=unfinished, check=True, stdout=subprocess.DEVNULL)
        unfinished.rename(TREE)
    return TREE


def _extract(folder: Path) -> None:
    folder.mkdir(parents=True)
    with NamedTemporaryFile() as packed:
        subprocess.run(["git", "archive", COMMIT], cwd=ROOT, check=True, stdout=packed)
        with tarfile.open(packed.name) as archive:
            archive.extractall(folder, filter="data")


def compared(name: str, present: Cost, before: Cost, target: float) -> Iterator[Figure]:
    """What the same costs the present build, by the wall and by the processor."""
    yield Figure(name, present.seconds / before.seconds, UNIT, target)
    yield Figure(f"{name}, processor time", present.processor / before.processor, UNIT, target)
