"""What all pages of the figures share: the blueprint, and reading the year, the month and the selection asked for."""

from datetime import date
from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from portal.benefits.figures import queries
from portal.benefits.figures.forms import NarrowedFigures, NarrowedShares
from portal.benefits.figures.rules import LAST_MONTH
from portal.core import clock
from portal.core.errors import NotFound

bp = Blueprint("figures", __name__, url_prefix="/figures")


def today() -> date:
    return clock.day_of(clock.now())


def asked_year() -> int:
    """The year in the address, this one when it names none; raises `NotFound` for one that nobody means."""
    text = request.args.get("year") or str(today().year)
    if not text.isdecimal() or not clock.FIRST_YEAR <= int(text) <= clock.LAST_YEAR:
        raise NotFound
    return int(text)


def asked_month(year: int, number: int) -> date:
    """The first day of a month that has begun; raises `NotFound` for any other."""
    if not (clock.FIRST_YEAR <= year <= clock.LAST_YEAR and 1 <= number <= LAST_MONTH):
        raise NotFound
    if date(year, number, 1) > today():
        raise NotFound
    return date(year, number, 1)


def years_to_choose(year: int) -> list[int]:
    """The years with something to tell and the one that is shown, the latest first."""
    return sorted({*queries.years(today()), year}, reverse=True)


def asked(form: type[NarrowedFigures] | type[NarrowedShares], year: int, choices: list[Any]) -> Any:
    """The filter as it stands in the address, its year filled in."""
    given: MultiDict[str, Any] = MultiDict(request.args)
    given["year"] = str(year)
    found = form(given)
    found.offer(years_to_choose(year), choices)
    return found
