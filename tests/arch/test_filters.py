"""Whatever list of staff has filters lets them be kept."""

import re

from portal.core.filtered import LISTS, FilteredList
from portal.features import FEATURES
from tests.arch.sources import ROOT

TEMPLATES = ROOT / "portal/web/templates"
CALLS = re.compile(r"{% call filter(?:s|_form)\(")
PLACE = re.compile(r'panel\("saved_filters", list_name="(\w+)"\)')
NO_LIST = {
    "eligibility/household.html": "who is asked for whom",
    "duties/compare.html": "two editions",
    "programmes/compare.html": "two editions",
    "manuals/comparison.html": "two editions",
    "manuals/check.html": "a digest that somebody typed",
    "manuals/_search.html": "words that somebody typed",
    "minutes/search.html": "words that somebody typed",
    "calls/incoming.html": "words that somebody typed",
    "desk/today.html": "words that somebody typed",
    "calls/figures.html": "figures of a period",
    "stays/ask.html": "the days of one stay",
    "figures/shares.html": "figures of a year",
    "figures/spending.html": "figures of a year",
    "fairness/overview.html": "figures of a period",
}


def sources() -> dict[str, str]:
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}


def lists() -> dict[str, FilteredList]:
    return {fill.key: fill.filler for feature in FEATURES for fill in feature.fills if fill.socket is LISTS}


def test_a_list_with_filters_has_the_place_of_those_that_are_kept() -> None:
    narrowed = {name for name, source in sources().items() if CALLS.search(source)} - {"components/filters.html"}
    assert {name for name in narrowed if not PLACE.search(sources()[name])} == set(NO_LIST)


def test_nothing_that_somebody_typed_is_part_of_a_filter() -> None:
    """Whatever part of an address holds a name, a telephone or what was sought, it is left out."""
    for narrowed in lists().values():
        for typed in ("홍길동", "01012345678", "hong@mail.kr", "Hong Gildong", ""):
            asked = {**dict.fromkeys(narrowed.parts, typed), "q": typed, "sought": "x", "page": "3"}
            assert narrowed.query_of(asked) == "", narrowed.endpoint


def test_each_place_is_of_a_list_and_each_list_has_one() -> None:
    places = [name for source in sources().values() for name in PLACE.findall(source)]
    assert sorted(places) == sorted(lists())
