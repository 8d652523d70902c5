"""What a table says, row by row: read from a file and compared with what is known, nothing kept."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from portal.benefits.programmes.columns import column_names, needed
from portal.benefits.programmes.queries import median_incomes
from portal.benefits.programmes.states import ImportKind, RowStanding
from portal.benefits.programmes.uses import is_price_used
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import all_services
from portal.core.clock import FIRST_YEAR, LAST_YEAR
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.text import contains_resident_number, normalise
from portal.documents.incoming import Limits, lines_of, text_of_file

MAX_BYTES = 300_000
MAX_ROWS = 1_000
LARGEST_HOUSEHOLD = 20
HIGHEST_MEDIAN = 100_000_000
HIGHEST_PRICE = 10_000_000
_NUMBER = re.compile(r"\d{1,12}")
_SOURCE_LENGTH = 100
LIMITS = Limits(size=MAX_BYTES, rows=MAX_ROWS + 1)


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row; `before` is the amount that counts until now, `problems` are message ids of what is wrong."""

    line: int
    year: int = 0
    amount: int = 0
    source: str = ""
    before: int | None = None
    problems: tuple[str, ...] = ()

    @property
    def standing(self) -> RowStanding:
        if self.problems:
            return RowStanding.WRONG
        if self.before is None:
            return RowStanding.NEW
        return RowStanding.SAME if self.before == self.amount else RowStanding.CHANGED


@dataclass(frozen=True, kw_only=True)
class MedianRow(TableRow):
    household_size: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        return (self.year, self.household_size)


@dataclass(frozen=True, kw_only=True)
class PriceRow(TableRow):
    """`code` as it was typed; `service` None where the catalogue has no such service."""

    code: str = ""
    service: Service | None = None

    @property
    def key(self) -> tuple[object, ...]:
        return (self.service.code if self.service else self.code, self.year)

    @property
    def valid_from(self) -> date:
        """The first of January of the table's year."""
        return date(self.year, 1, 1)

    @property
    def known_service(self) -> Service:
        """Of a row without problems."""
        if self.service is None:
            raise LookupError(self.code)
        return self.service


Row = MedianRow | PriceRow


@dataclass(frozen=True)
class ReadTable:
    """A file as it was read; `text` is what it says, `digest` the same for the same values however it was written."""

    kind: ImportKind
    file_name: str
    text: str
    rows: Sequence[Row]
    digest: str

    @property
    def has_errors(self) -> bool:
        return any(row.problems for row in self.rows)

    @property
    def changes(self) -> int:
        """How many rows say something new."""
        return sum(row.standing in (RowStanding.NEW, RowStanding.CHANGED) for row in self.rows)

    def count(self, standing: RowStanding) -> int:
        return sum(row.standing is standing for row in self.rows)


def read_import(kind: ImportKind, data: bytes, name: str) -> ReadTable:
    """The table in a file, CSV or XLSX; raises `DomainError` for what is no such table."""
    return read_text(kind, text_of_file(data, LIMITS), name)


def read_text(kind: ImportKind, text: str, name: str) -> ReadTable:
    """The same for text that was taken out of its file before."""
    cells = _cells(kind, text)
    rows = _checked(list(_READERS[kind](cells)))
    return ReadTable(kind, normalise(name)[:120], text, rows, _digest(kind, rows))


@dataclass(frozen=True)
class _Cells:
    """The cells of one line by column."""

    line: int
    values: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def number(self, column: str, lowest: int, highest: int) -> int:
        """The whole number in `column`; 0 and a problem noted where there is none in these bounds."""
        plain = self.values.get(column, "").replace(",", "")
        value = int(plain) if _NUMBER.fullmatch(plain) else -1
        if lowest <= value <= highest:
            return value
        self.problems.append(_WRONG_NUMBERS[column])
        return 0

    def source(self) -> str:
        text = self.values.get("source", "")
        if len(text) > _SOURCE_LENGTH:
            self.problems.append(N_("출처는 100자 이내로 적어 주십시오."))
        if contains_resident_number(text):
            self.problems.append(N_("주민등록번호로 보이는 숫자가 있습니다."))
        return text


_WRONG_NUMBERS = {
    "year": N_("연도를 네 자리 숫자로 적어 주십시오."),
    "household_size": N_("가구원 수를 1부터 20까지의 숫자로 적어 주십시오."),
    "monthly_krw": N_("월 금액을 1원부터 1억 원까지의 숫자로 적어 주십시오."),
    "krw": N_("단가를 1원부터 1천만 원까지의 숫자로 적어 주십시오."),
}


def _cells(kind: ImportKind, text: str) -> list[_Cells]:
    lines = [(number, line) for number, line in lines_of(text) if any(cell.strip() for cell in line)]
    if not lines:
        raise DomainError(N_("빈 파일입니다."), "file")
    header = column_names(kind, lines[0][1])
    missing = ", ".join(column.head for column in needed(kind) if column.name not in header)
    if missing:
        words = N_("첫 줄에 이 칸이 없습니다: %(columns)s. 견본 파일의 첫 줄을 그대로 쓰시면 됩니다.")
        raise DomainError(words, "file", columns=missing)
    if len(set(header)) < len(header):
        raise DomainError(N_("첫 줄에 같은 칸이 두 번 있습니다. 하나만 남겨 주십시오."), "file")
    if len(lines) == 1:
        raise DomainError(N_("칸 이름만 있고 값이 없습니다."), "file")
    if len(lines) > MAX_ROWS + 1:
        raise DomainError(N_("줄이 너무 많습니다. %(limit)d줄까지 가져올 수 있습니다."), "file", limit=MAX_ROWS)
    return [_line(number, header, line) for number, line in lines[1:]]


def _line(number: int, header: Sequence[str], line: Sequence[str]) -> _Cells:
    cells = _Cells(number, {name: normalise(cell) for name, cell in zip(header, line, strict=False)})
    if any(cell.strip() for cell in line[len(header) :]):
        cells.problems.append(N_("칸이 첫 줄보다 많습니다. 금액의 쉼표를 빼거나 남는 값을 지워 주십시오."))
    if any(cell.startswith("=") for cell in line):
        cells.problems.append(N_("수식이 있습니다. 계산하지 않으니 값으로 적어 주십시오."))
    return cells


def _median_rows(cells: Sequence[_Cells]) -> Iterator[MedianRow]:
    known = {(row.year, row.household_size): row.monthly_krw for row in median_incomes()}
    for each in cells:
        year = each.number("year", FIRST_YEAR, LAST_YEAR)
        size = each.number("household_size", 1, LARGEST_HOUSEHOLD)
        yield MedianRow(
            line=each.line,
            year=year,
            household_size=size,
            amount=each.number("monthly_krw", 1, HIGHEST_MEDIAN),
            source=each.source(),
            before=known.get((year, size)),
            problems=tuple(each.problems),
        )


def _price_rows(cells: Sequence[_Cells]) -> Iterator[PriceRow]:
    services = {name: service for service in all_services() for name in (service.name, service.code)}
    for each in cells:
        code, unit = each.values.get("service", ""), each.values.get("unit", "")
        service = services.get(code)
        if service is None:
            each.problems.append(N_("서비스 목록에 없는 서비스입니다."))
        elif unit and unit != service.unit:
            each.problems.append(N_("단위가 서비스 목록과 다릅니다."))
        row = PriceRow(
            line=each.line,
            year=each.number("year", FIRST_YEAR, LAST_YEAR),
            amount=each.number("krw", 1, HIGHEST_PRICE),
            source=each.source(),
            code=code,
            service=service,
            problems=tuple(each.problems),
        )
        yield row if row.problems else _compared(row)


def _compared(row: PriceRow) -> PriceRow:
    """Beside the prices of the service: those of days that were charged never change."""
    service = row.known_service
    same_day = [price.amount for price in service.prices if price.valid_from == row.valid_from]
    if same_day:
        other = () if same_day[0] == row.amount else (N_("그날부터 시작하는 다른 단가가 이미 있습니다."),)
        return replace(row, before=same_day[0], problems=other)
    until = min((price.valid_from for price in service.prices if price.valid_from > row.valid_from), default=None)
    if is_price_used(service.id, row.valid_from, until):
        return replace(row, problems=(N_("그날부터 이미 이용한 기록이 있어 단가를 바꿀 수 없습니다."),))
    return row


def _checked(rows: list[Row]) -> list[Row]:
    """Each row of a key that stands there twice is wrong from the second on."""
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(rows):
        if row.key in seen and not row.problems:
            rows[place] = replace(row, problems=(N_("위의 줄과 같은 것을 두 번 적었습니다."),))
        seen.add(row.key)
    return rows


def _digest(kind: ImportKind, rows: Sequence[Row]) -> str:
    values = sorted([*map(str, row.key), row.amount] for row in rows)
    return hashlib.sha256(json.dumps([kind.value, values]).encode()).hexdigest()


_READERS: dict[ImportKind, Callable[[Sequence[_Cells]], Iterator[Row]]] = {
    ImportKind.MEDIAN_INCOME: _median_rows,
    ImportKind.UNIT_PRICE: _price_rows,
}
