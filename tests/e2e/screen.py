"""What every screen must be in a real browser: accessible, nothing cut, text and targets large enough."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STAFF = {"font": 15, "target": 44}
RESIDENTS = {"font": 17, "target": 56}

COLOURS = Path(__file__).with_name("colours.js").read_text(encoding="utf-8")
SHAPE = Path(__file__).with_name("shape.js").read_text(encoding="utf-8")
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
_sound: set[str] = set()
_clear: set[tuple[bool, str]] = set()
"""Shapes that axe found sound; ways in which text stands, to residents or not, that it found clear."""


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
    """Every rule that the page now shown breaks.

    Sizes are measured each time. axe, which takes a second, judges pages that are built alike once, and contrast only
    where text stands in a way that it has not seen. It waits for timers, which never run where scripts are off.
    """
    residents = page.evaluate("document.body.classList.contains('resident')")
    found: list[str] = page.evaluate(MEASURE, RESIDENTS if residents else STAFF)
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        return found
    shape, ways = page.evaluate(SHAPE), {(residents, way) for way in page.evaluate(COLOURS)}
    if shape in _sound and ways <= _clear:
        return found
    if violations := _violations(page, contrast=not ways <= _clear, enhanced=residents):
        return found + violations
    _sound.add(shape)
    _clear.update(ways)
    return found


def _violations(page: Page, *, contrast: bool, enhanced: bool) -> list[str]:
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {
            "color-contrast": {"enabled": contrast},
            "color-contrast-enhanced": {"enabled": contrast and enhanced},
            "target-size": {"enabled": False},  # measure.js asks for more
        },
        "resultTypes": ["violations"],  # what is sound is not told in full, which takes half of the time
    }
    found = []
    for violation in axe().run(page, options=options).response["violations"]:
        places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        found.append(f"axe {violation['id']}: {places}")
    return found


def check_screen(page: Page) -> None:
    """Raise `ScreenError` unless the page now shown keeps the rules."""
    found = faults(page)
    if found:
        raise ScreenError(f"{page.url} at {page.viewport_size}:\n  " + "\n  ".join(found[:12]))
