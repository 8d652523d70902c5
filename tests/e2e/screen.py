"""What every screen must be in a real browser: accessible, nothing cut, text and targets large enough."""

import re
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STAFF = {"font": 15, "target": 44}
RESIDENTS = {"font": 17, "target": 56}

KEYS = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=name="form_key" value=")[^"]+|(?<=nonce=")[^"]+')
IDS, FIGURES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), re.compile(r"\d+")
"""What differs between two screens that are judged alike."""
STATE = Path(__file__).with_name("state.js").read_text(encoding="utf-8")
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
_sound: set[str] = set()


class ScreenError(AssertionError):
    """A screen that breaks a rule; tells which and where."""


@dataclass
class Complaints:
    """What a page said in the console."""

    texts: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings but for axe's own probes and the note that a form with mistakes was refused."""
        is_expected = "axe" in message.text.lower() or "status of 422" in message.text
        if message.type in ("error", "warning") and not is_expected:
            self.texts.append(message.text)


@cache
def axe() -> Axe:
    return Axe()


def faults(page: Page) -> list[str]:
    """Every rule that the page now shown breaks; the same screen is judged once.

    axe waits for timers, which never run where scripts are off.
    """
    if (looks := look_of(page)) in _sound:
        return []
    found = _faults(page)
    if not found:
        _sound.add(looks)
    return found


def look_of(page: Page) -> str:
    """All that the rules judge of the page now shown: what it holds, is filled in with, how large and by which means.

    The keys of its forms are left out, which are others each time, and of ids and figures which they are.
    """
    shown = FIGURES.sub("0", IDS.sub("", KEYS.sub("", page.content())))
    return sha256(f"{shown}{page.evaluate(STATE)}".encode()).hexdigest()


def _faults(page: Page) -> list[str]:
    residents = page.evaluate("document.body.classList.contains('resident')")
    found: list[str] = page.evaluate(MEASURE, RESIDENTS if residents else STAFF)
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        return found
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {"color-contrast-enhanced": {"enabled": residents}},
        "resultTypes": ["violations"],  # what is sound is not told in full, which takes half of the time
    }
    for violation in axe().run(page, options=options).response["violations"]:
        places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        found.append(f"axe {violation['id']}: {places}")
    return found


def check_screen(page: Page) -> None:
    """Raise `ScreenError` unless the page now shown keeps the rules."""
    found = faults(page)
    if found:
        raise ScreenError(f"{page.url} at {page.viewport_size}:\n  " + "\n  ".join(found[:12]))
