"""A number stands on a page with the word of its series, never bare: 신청 2026-000031."""

import re
from collections.abc import Iterator

import pytest

from portal.core.series import SAID, Series
from tests.arch.sources import name_of, templates

THING = re.compile(rf"\b({'|'.join(Series)})\.number\b(\|said\(\"(\w+)\"\))?")
WORDS = {series: words.partition(" %")[0] for series, words in SAID.items()}


def bare_numbers(template: str) -> Iterator[str]:
    """Numbers that neither the filter nor a word of their series before them on the line tells."""
    for line in template.splitlines():
        for found in THING.finditer(line):
            thing, _, series = found.groups()
            told = series == thing if series else WORDS[Series(thing)] in line[: found.start()]
            if not told:
                yield line.strip()


def test_no_template_shows_a_bare_number() -> None:
    found = {name_of(path): list(bare_numbers(path.read_text("utf-8"))) for path in templates()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line", ["{{ case.number }}", '{{ household.number|said("case") }}', '{{ _("신청") }} {{ referral.number }}']
)
def test_the_guard_finds_a_bare_number(line: str) -> None:
    assert list(bare_numbers(line)) == [line]


@pytest.mark.parametrize(
    "line",
    ['{{ a.case.number|said("case") }}', '{{ _("가구 %(number)s", number=household.number) }}', "{{ page.number }}"],
)
def test_the_guard_lets_others_be(line: str) -> None:
    assert list(bare_numbers(line)) == []
