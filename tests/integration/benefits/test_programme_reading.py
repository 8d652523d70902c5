"""Which files are read as tables that programmes calculate with, and what is told of each row."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from portal.benefits.programmes.reading import MAX_BYTES, MAX_ROWS, ReadTable, read_import, read_text
from portal.benefits.programmes.states import ImportKind, RowStanding
from portal.core.errors import DomainError
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import make_service
from tests.factories.programmes import make_median

MEDIAN, PRICE = ImportKind.MEDIAN_INCOME, ImportKind.UNIT_PRICE
HEAD = "year,household_size,monthly_krw,source\n"
TABLE = HEAD + "2028,1,2800000,공고\n2028,2,4600000,공고\n"


def read(text: str, kind: ImportKind = MEDIAN, *, encoding: str = "utf-8") -> ReadTable:
    return read_import(kind, text.encode(encoding), "표.csv")


def problems(text: str, kind: ImportKind = MEDIAN) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.problems) for row in read(text, kind).rows if row.problems]


def workbook_of(rows: Iterable[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
    def test_reads_what_spreadsheets_write(self, session: Session, encoding: str) -> None:
        table = read_import(MEDIAN, TABLE.replace("\n", "\r\n").encode(encoding), "표.csv")
        assert [(row.line, row.year, row.amount, row.source) for row in table.rows] == [
            (2, 2028, 2_800_000, "공고"),
            (3, 2028, 4_600_000, "공고"),
        ]
        assert table.digest == read(TABLE).digest

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
    def test_reads_whatever_stands_between_the_cells(self, session: Session, separator: str, encoding: str) -> None:
        table = read(TABLE.replace(",", separator), encoding=encoding)
        assert (table.digest, table.has_errors) == (read(TABLE).digest, False)

    def test_reads_a_workbook_as_it_reads_text(self, session: Session) -> None:
        rows: list[list[object]] = [
            ["연도", "가구원수", "월 금액(원)", "출처"],
            [2028, 1.0, 2_800_000, "공고"],
            [],
            [2028, 2, "4,600,000", None],
        ]
        table = read_import(MEDIAN, workbook_of(rows), "표.xlsx")
        assert [(row.line, row.problems) for row in table.rows] == [(2, ()), (4, ())]
        assert table.digest == read(TABLE).digest
        assert read_text(MEDIAN, table.text, "표.xlsx").rows == table.rows

    def test_a_formula_is_told_and_never_calculated(self, session: Session) -> None:
        told = problems(HEAD + "2028,1,=2800000,\n")
        assert told[0][1][0] == "수식이 있습니다. 계산하지 않으니 값으로 적어 주십시오."
        table = read_import(MEDIAN, workbook_of([["year", "household_size", "monthly_krw"], [2028, 1, "=1+1"]]), "x")
        assert told[0][1] == table.rows[0].problems

    def test_a_line_that_is_longer_than_the_first_is_wrong_and_a_shorter_one_is_not(self, session: Session) -> None:
        assert problems(HEAD + "2028,1,2,800,000\n2028,2,4600000\n") == [
            (2, ("칸이 첫 줄보다 많습니다. 금액의 쉼표를 빼거나 남는 값을 지워 주십시오.",))
        ]

    @pytest.mark.parametrize("kind", ImportKind)
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_sample_reads_without_a_fault(
        self, client: PortalClient, session: Session, kind: ImportKind, ending: str
    ) -> None:
        make_service("청소", unit="시간")
        make_service("세탁", unit="1회")
        client.sign_in(make_staff(Role.OFFICE).id)
        answer = client.get(f"/programmes/tables/{kind.value.replace('_', '-')}/sample.{ending}")
        table = read_import(kind, answer.get_data(), f"x.{ending}")
        assert [row.problems for row in table.rows] == [(), ()]
        assert ending == "csv" or load_workbook(BytesIO(answer.get_data())).sheetnames[1] == "칸 설명"

    def test_reads_korean_names_commas_and_full_width_digits(self, session: Session) -> None:
        (row,) = read('연도,가구원 수,월 금액\n２０２８,1,"2,800,000"\n').rows
        assert (row.year, row.amount, row.problems) == (2028, 2_800_000, ())

    def test_passes_over_empty_lines_and_counts_them(self, session: Session) -> None:
        (row,) = read(HEAD + "\n,,,\n2028,1,2800000,\n").rows
        assert row.line == 4

    def test_tells_each_wrong_row_with_its_line(self, session: Session) -> None:
        text = HEAD + "28,1,2800000,\n2028,0,2800000,\n2028,1,이백만,\n2028,2,0,\n2028,3,-5,\n2028,4,1.5,\n2028,5\n"
        assert [line for line, _problems in problems(text)] == [2, 3, 4, 5, 6, 7, 8]
        assert problems(text)[0][1] == ("연도를 네 자리 숫자로 적어 주십시오.",)
        assert problems(text)[-1][1] == ("월 금액을 1원부터 1억 원까지의 숫자로 적어 주십시오.",)

    def test_the_same_key_twice_is_wrong_the_second_time(self, session: Session) -> None:
        assert problems(HEAD + "2028,1,1,\n2028,1,2,\n") == [(3, ("위의 줄과 같은 것을 두 번 적었습니다.",))]

    def test_a_resident_number_is_refused(self, session: Session) -> None:
        found = problems(HEAD + "2028,1,1,900101-1234567\n")
        assert found == [(2, ("주민등록번호로 보이는 숫자가 있습니다.",))]

    def test_says_what_is_new_changed_and_the_same(self, session: Session) -> None:
        make_median(2028, 2_800_000)
        make_median(2028, 4_000_000, 2)
        table = read(TABLE + "2028,3,5900000,\n")
        assert [row.standing for row in table.rows] == [RowStanding.SAME, RowStanding.CHANGED, RowStanding.NEW]
        assert table.rows[1].before == 4_000_000
        assert table.changes == 2

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"", "빈 파일입니다."),
            (b"\n\n", "빈 파일입니다."),
            (HEAD.encode(), "칸 이름만 있고 값이 없습니다."),
            (b"a,b\n1,2\n", "첫 줄에 이 칸이 없습니다: 연도, 가구원 수, 월 금액."),
            (b"year,year,household_size,monthly_krw\n1,2,3,4\n", "첫 줄에 같은 칸이 두 번 있습니다."),
            (b"\xff\x00\xfe\x01", "읽을 수 없는 파일입니다."),
            (b"PK\x03\x04\x00\x00", "읽을 수 없는 엑셀 파일입니다."),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "옛 엑셀 파일(xls)이거나 암호가 있습니다."),
            (HEAD.encode() + b'2028,1,"2800000\n', "번째 줄을 읽을 수 없습니다."),
            (b"x" * (MAX_BYTES + 1), "파일이 너무 큽니다."),
            (HEAD.encode() + b"2028,1,1,\n" * (MAX_ROWS + 1), "줄이 너무 많습니다."),
        ],
    )
    def test_a_file_that_is_no_such_table_is_refused_in_words(self, session: Session, data: bytes, told: str) -> None:
        with pytest.raises(DomainError) as caught:
            read_import(MEDIAN, data, "x.csv")
        assert told in caught.value.message % caught.value.params
