"""Whatever a file holds, it is read as a table or refused in words; nothing else happens."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.benefits.programmes.columns import needed
from portal.benefits.programmes.reading import ReadTable, read_import, read_text
from portal.benefits.programmes.states import ImportKind
from portal.core.errors import DomainError
from tests.factories.consortium import make_service

pytestmark = pytest.mark.usefixtures("meal")
cells = st.one_of(
    st.text(max_size=12), st.integers(-(10**15), 10**15).map(str), st.sampled_from(["meal", "1식", "2026"])
)
rows = st.lists(st.lists(cells, max_size=6), max_size=8)
kinds = st.sampled_from(ImportKind)
WITH_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@pytest.fixture
def meal(session: Session) -> Iterator[None]:
    make_service("meal", unit="1식")
    yield
    session.rollback()


def read(kind: ImportKind, data: bytes) -> ReadTable | None:
    try:
        return read_import(kind, data, "x.csv")
    except DomainError:
        return None


@WITH_DATABASE
@given(kinds, st.binary(max_size=400))
def test_any_bytes(kind: ImportKind, data: bytes) -> None:
    read(kind, data)


@WITH_DATABASE
@given(kinds, rows)
def test_any_rows_below_the_right_names(kind: ImportKind, lines: list[list[str]]) -> None:
    text = "\n".join(",".join(line) for line in [[column.name for column in needed(kind)], *lines])
    table = read(kind, text.encode("utf-8", "surrogatepass"))
    if table is not None and not table.has_errors:
        assert all(row.amount > 0 and 1900 <= row.year <= 2199 for row in table.rows)
        assert len({row.key for row in table.rows}) == len(table.rows)


@WITH_DATABASE
@given(st.lists(st.tuples(st.integers(2020, 2030), st.integers(1, 7), st.integers(1, 10**8)), min_size=1, max_size=20))
def test_what_was_read_reads_the_same_when_it_is_sent_back(values: list[tuple[int, int, int]]) -> None:
    text = "year,household_size,monthly_krw\n" + "".join(f"{y},{size},{krw}\n" for y, size, krw in values)
    first = read_import(ImportKind.MEDIAN_INCOME, text.encode("utf-8-sig"), "x.csv")
    again = read_text(ImportKind.MEDIAN_INCOME, first.text.replace("\n", "\r\n"), "x.csv")
    assert (again.rows, again.digest) == (first.rows, first.digest)
