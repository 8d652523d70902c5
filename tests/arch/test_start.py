"""What few requests need is imported where they need it: it costs every process its memory and its start."""

import os
import subprocess
import sys

SELDOM = (
    "weasyprint",
    "openpyxl",
    "pikepdf",
    "hwpx",
    "PIL",
    "icalendar",
    "faker",
    "sentry_sdk",
    "authlib",
    "requests",
    "webauthn",
)
SAY = f"import sys, portal.wsgi; print(*[name for name in {SELDOM!r} if name in sys.modules])"


def imported(program: str) -> list[str]:
    environment = {**os.environ, "PORTAL_MODE": "demonstration"}
    told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return told.stdout.split()


def test_a_server_starts_without_what_few_need() -> None:
    assert imported(SAY) == []


def test_the_guard_sees_what_is_imported() -> None:
    assert imported(f"import sentry_sdk; {SAY}") == ["sentry_sdk"]
