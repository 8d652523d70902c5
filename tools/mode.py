"""What `make run` and `make seed` take for the mode where none was set: the demonstration, and only on this machine."""

import os
from pathlib import Path

from dotenv import load_dotenv

from portal.config import Mode
from portal.core.hosts import binds_to_this_machine

ROOT = Path(__file__).resolve().parent.parent
USUAL_BIND = "127.0.0.1:8000"
FOR_OTHERS = ("PORTAL_BASE_URL", "PORTAL_ALLOWED_HOSTS", "PORTAL_TRUSTED_PROXIES")
"""Whoever sets one of these means a portal that others come to, and says its mode themselves."""


def choose_mode() -> None:
    """Read `.env`, and set the mode unless it is set or the portal is there for more than this machine."""
    load_dotenv(ROOT / ".env")
    bind = os.environ.get("PORTAL_BIND", USUAL_BIND)
    if binds_to_this_machine(bind) and not any(name in os.environ for name in FOR_OTHERS):
        os.environ.setdefault("PORTAL_MODE", Mode.DEMONSTRATION.value)
