"""How figures become the lines of a chart and its table: names, addresses of the rows behind, small counts hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from portal.benefits.figures import closing, queries, rules
from portal.benefits.figures.closing import Change, MonthStanding, Stated
from portal.benefits.figures.people import NearCap
from portal.benefits.figures.queries import ProgrammeYear, Spending
from portal.benefits.figures.selection import FIELDS, Key, Selection
from portal.benefits.figures.shares import MemberShare
from portal.benefits.figures.states import Covered, Dimension
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import Programme
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import NotFound
from portal.core.money import won
from portal.core.permissions import Permission
from portal.web.filters import month_words
from portal.web.words import gettext as _

Shown = int | Covered
SHORT_NAME = 12


@dataclass(frozen=True)
class Line:
    """One row of a figure: `short` is its name beside a bar, `url` opens the charges that it counts, `booked_url` those
    that are booked.
    """

    name: str
    short: str
    spending: Spending
    people: Shown
    share: int | None
    url: str
    booked_url: str


def shown_counts(counts: Sequence[int], viewer: Actor) -> list[Shown]:
    """Counts of persons as `viewer` may see them: who reads figures only sees none of 1 to 4."""
    if viewer.can(Permission.HOUSEHOLD_READ):
        return list(counts)
    return rules.shown(counts)


def shown_count(count: int, viewer: Actor) -> Shown:
    return shown_counts([count], viewer)[0]


def key_name(dimension: Dimension, key: Key, names: Mapping[Key, str]) -> str:
    """What a row is called; raises `NotFound` for an id that nothing has."""
    if dimension is Dimension.MONTH:
        return _("%(month)d월", month=int(str(key)))
    if dimension is Dimension.DONG:
        return dong(str(key)).short_name
    if key is None:
        return _("본인이 모두 냄")
    if key not in names:
        raise NotFound
    return names[key]


def lines_of(dimension: Dimension, selection: Selection, viewer: Actor) -> list[Line]:
    """The rows of a figure, as `viewer` may read them."""
    spent = queries.spending_by(dimension, selection)
    keys = [row.key for row in spent]
    names, shorts = queries.names_of(dimension, keys), queries.short_names_of(dimension, keys)
    people = shown_counts([row.people for row in spent], viewer)
    whole = sum(row.support for row in spent)
    return [
        Line(
            name := key_name(dimension, row.key, names),
            shorts.get(row.key) or short(name),
            row,
            shown,
            rules.percent(row.support, whole),
            rows_url(part := selection.narrowed(dimension, row.key)),
            rows_url(part, state=ChargeState.HELD),
        )
        for row, shown in zip(spent, people, strict=True)
    ]


def rows_url(selection: Selection, **more: Any) -> str:
    return url_for("figures.rows", **selection.arguments(), **more)


def short(name: str) -> str:
    """A name that fits beside a bar on a phone, cut between words where it has several; the table has it whole."""
    if len(name) <= SHORT_NAME:
        return name
    room = name[:SHORT_NAME]
    return f"{room.rpartition(' ')[0] or room[:-1]}…"


def finding(dimension: Dimension, lines: Sequence[Line]) -> str:
    """The title of a chart: what it shows first of all."""
    paid = [line for line in lines if line.spending.support]
    if not paid:
        return _("아직 쓰인 지원금이 없습니다.")
    most = max(paid, key=lambda line: line.spending.support)
    words = {"name": most.name, "amount": won(most.spending.support), "share": most.share}
    if dimension is Dimension.MONTH:
        return _("지원금이 가장 많이 쓰인 달은 %(name)s입니다. %(amount)s을 썼습니다.", **words)
    return _("%(name)s 지원금이 가장 많습니다. 전체의 %(share)d%%입니다.", **words)


def year_finding(years: Sequence[ProgrammeYear], today: date, year: int) -> str:
    """The title of the year's chart."""
    spent, planned = sum(each.spending.support for each in years), sum(each.planned or 0 for each in years)
    forecast = rules.percent(sum(each.forecast for each in years if each.budget), planned)
    if not spent:
        return _("%(year)d년에는 아직 쓰인 지원금이 없습니다.", year=year)
    if forecast is None:
        return _("%(year)d년에 %(amount)s을 썼습니다. 정한 예산이 없습니다.", year=year, amount=won(spent))
    if year < today.year:
        return _("%(year)d년에 예산의 %(percent)d%%를 썼습니다.", year=year, percent=forecast)
    return _("%(amount)s을 썼고, 이대로면 연말에 예산의 %(percent)d%%가 됩니다.", amount=won(spent), percent=forecast)


def share_finding(shares: Sequence[MemberShare]) -> str:
    """The title of the chart of what members offered and got."""
    apart = [share for share in shares if share.difference]
    if not apart:
        return _("낸 자리만큼 방문을 맡았습니다.")
    widest = max(apart, key=lambda share: abs(share.difference or 0))
    words = {"name": widest.organisation.name, "points": abs(widest.difference or 0)}
    if (widest.difference or 0) > 0:
        return _("%(name)s: 낸 자리의 몫보다 방문을 %(points)d%%포인트 더 맡았습니다.", **words)
    return _("%(name)s: 낸 자리의 몫보다 방문을 %(points)d%%포인트 덜 맡았습니다.", **words)


@dataclass(frozen=True)
class Point:
    """One month of the year's course, in won from the year's beginning; `is_ahead` where it is a forecast."""

    month: int
    total: int
    is_ahead: bool


def course_of_year(year: int, today: date, months: Sequence[Spending], forecast: int) -> list[Point]:
    """The running total of each month of the year, from the present month on as the forecast has it."""
    spent = {int(str(row.key)): row.support for row in months}
    last_told = today.month if today.year == year else rules.LAST_MONTH
    points, total = [], 0
    for month in range(1, last_told + 1):
        total += spent.get(month, 0)
        points.append(Point(month, total, is_ahead=False))
    whole = rules.days_left(year, today)
    for month in range(last_told + 1, rules.LAST_MONTH + 1):
        gone = whole - rules.days_left(year, rules.month_bounds(date(year, month, 1))[1])
        points.append(Point(month, total + (forecast - total) * gone // whole, is_ahead=True))
    return points


@dataclass(frozen=True)
class Compared:
    """One row of a closed month: as it is told, and what its charges say now."""

    name: str
    told: Stated
    now: Stated
    people: Shown
    told_url: str
    now_url: str

    @property
    def difference(self) -> int:
        return self.now.support - self.told.support


def parts_of(standing: MonthStanding, viewer: Actor) -> list[tuple[Dimension, list[Compared]]]:
    """A closed month by each of its parts; nothing for one that is not closed."""
    closed = standing.closed
    if closed is None:
        return []
    return [(each, compared(each, standing, closing.stated_by(each, closed), viewer)) for each in closing.PARTS]


def compared(
    dimension: Dimension, standing: MonthStanding, told: Mapping[Key, Stated], viewer: Actor
) -> list[Compared]:
    """The rows of a closed month, the most spent first."""
    selection = Selection(standing.month.year, standing.month.month)
    now = {
        row.key: Stated(row.cases, row.people, row.amount, row.own_share, row.support)
        for row in queries.spending_by(dimension, selection)
        if row.cases
    }
    keys = sorted(told.keys() | now.keys(), key=lambda key: (-told.get(key, Stated()).support, str(key)))
    names = queries.names_of(dimension, keys)
    people = shown_counts([told.get(key, Stated()).people for key in keys], viewer)
    return [
        Compared(
            key_name(dimension, key, names),
            told.get(key, Stated()),
            now.get(key, Stated()),
            shown,
            rows_url(part := selection.narrowed(dimension, key), told=1),
            rows_url(part),
        )
        for key, shown in zip(keys, people, strict=True)
    ]


@dataclass(frozen=True)
class NamedChange:
    """What changed in a closed month, in words; amounts in won, more or, negative, less."""

    change: Change
    service: str
    organisation: str
    programme: str


def named_changes(changes: Sequence[Change]) -> list[NamedChange]:
    services = queries.names_of(Dimension.SERVICE, [change.service_id for change in changes])
    members = queries.names_of(Dimension.ORGANISATION, [change.organisation_id for change in changes])
    programmes = queries.names_of(Dimension.PROGRAMME, [change.programme_id for change in changes])
    return [
        NamedChange(
            change,
            services[change.service_id],
            members[change.organisation_id],
            key_name(Dimension.PROGRAMME, change.programme_id, programmes),
        )
        for change in changes
    ]


@dataclass(frozen=True)
class ShownNear:
    """How many come near the cap of a programme, as the viewer may see it."""

    programme: Programme
    near: Shown
    used_up: Shown


def shown_near(counts: Sequence[NearCap], viewer: Actor) -> list[ShownNear]:
    near = shown_counts([count.near for count in counts], viewer)
    used_up = shown_counts([count.used_up for count in counts], viewer)
    return [ShownNear(count.programme, *shown) for count, *shown in zip(counts, near, used_up, strict=True)]


def selection_words(selection: Selection) -> str:
    """What a selection is narrowed to: 2026년 9월, 청소, 망원1동."""
    told = [_("%(year)d년", year=selection.year) if selection.month is None else month_words(selection.bounds[0])]
    for dimension in closing.PARTS:
        key = getattr(selection, FIELDS[dimension])
        if key or (dimension is Dimension.PROGRAMME and selection.self_paid):
            told.append(key_name(dimension, key, queries.names_of(dimension, [key])))
    return ", ".join(told)


def signed(value: int) -> str:
    """+1,200, -800, 0"""
    return f"{value:+,}" if value else "0"
