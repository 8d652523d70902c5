"""What `make run` and `make seed` take for the mode where none was set: the demonstration, and only on this machine."""

import os
import sys
import tomllib
from pathlib import Path

from dotenv import load_dotenv

from portal.config import MAIN_DEMONSTRATION, Mode
from portal.core.hosts import binds_to_this_machine

ROOT = Path(__file__).resolve().parent.parent
DEMONSTRATIONS = ROOT / "portal" / "demo" / "data"
USUAL_BIND = "127.0.0.1:8000"
FOR_OTHERS = ("PORTAL_BASE_URL", "PORTAL_ALLOWED_HOSTS", "PORTAL_TRUSTED_PROXIES")
"""Whoever sets one of these means a portal that others come to, and says its mode themselves."""


def choose_mode() -> None:
    """Read `.env`, and set the mode unless it is set or the portal is there for more than this machine.

    `CONSORTIUM` names another consortium's demonstration: what its settings say counts before `.env`, what the
    environment says before both. Ends the program where there is no such consortium, or no demonstration.
    """
    wanted = os.environ.get("CONSORTIUM") or MAIN_DEMONSTRATION
    if wanted != MAIN_DEMONSTRATION:
        _choose_consortium(wanted)
    load_dotenv(ROOT / ".env")
    bind = os.environ.get("PORTAL_BIND", USUAL_BIND)
    if binds_to_this_machine(bind) and not any(name in os.environ for name in FOR_OTHERS):
        os.environ.setdefault("PORTAL_MODE", Mode.DEMONSTRATION.value)
    if wanted != MAIN_DEMONSTRATION and os.environ.get("PORTAL_MODE") != Mode.DEMONSTRATION.value:
        sys.exit("CONSORTIUM names a demonstration, and PORTAL_MODE or an address for others says that this is none")


def consortia() -> list[str]:
    """Those that have a demonstration beside the main one."""
    return sorted(path.parent.name for path in DEMONSTRATIONS.glob("*/settings.toml"))


def _choose_consortium(name: str) -> None:
    if name not in consortia():
        sys.exit(f"no demonstration of {name}; there are: {', '.join((MAIN_DEMONSTRATION, *consortia()))}")
    settings = tomllib.loads((DEMONSTRATIONS / name / "settings.toml").read_text("utf-8"))
    for setting, value in {**settings, **_places_of(name)}.items():
        os.environ.setdefault(setting, value)


def _places_of(name: str) -> dict[str, str]:
    """A folder and a database of its own, so that it takes nothing from another consortium's and adds nothing to it."""
    return {"PORTAL_DEMONSTRATION": name, "PORTAL_VAR_DIR": str(ROOT / "var" / name), "PORTAL_DATABASE_URL": ""}
