"""What is told of an unexpected failure: its kind and where, never its own words, which may hold what was typed."""

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def kind_of(error: BaseException) -> str:
    """Its class, and the class of what it came from: "OperationalError < LockNotAvailable"."""
    kinds: list[str] = []
    found: BaseException | None = error
    while found is not None and type(found).__name__ not in kinds:
        kinds.append(type(found).__name__)
        found = found.__cause__ or found.__context__
    return " < ".join(kinds)


def passed(error: BaseException) -> list[str]:
    """The places that it passed, the one that raised it last: "portal/jobs.py:133 run"."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_shown(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def in_short(error: BaseException) -> str:
    """Its kind and the last place of ours that it passed."""
    ours = [place for place in passed(error) if place.startswith("portal/")]
    return f"{kind_of(error)} at {ours[-1]}" if ours else kind_of(error)


def _shown(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
