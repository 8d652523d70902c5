"""Tables read from CSV files: previewed, refused row by row, taken over once, taken back while unused."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.benefits.programmes.actions import import_rows, undo_import
from portal.benefits.programmes.models import TableImport
from portal.benefits.programmes.queries import get_import, median_income, table_imports, unit_price
from portal.benefits.programmes.reading import MAX_BYTES, MAX_ROWS, ReadTable, read_import, read_text
from portal.benefits.programmes.states import ImportKind, RowStanding
from portal.benefits.programmes.uses import MEDIAN_USES, PRICE_USES
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import COORDINATOR, NOW, OFFICE, make_service
from tests.factories.programmes import make_import, make_median
from tests.pages import find_all, parse, text_of
from tests.sockets import filled_by

MEDIAN, PRICE = ImportKind.MEDIAN_INCOME, ImportKind.UNIT_PRICE
HEAD = "year,household_size,monthly_krw,source\n"
TABLE = HEAD + "2028,1,2800000,공고\n2028,2,4600000,공고\n"


def read(text: str, kind: ImportKind = MEDIAN, *, encoding: str = "utf-8") -> ReadTable:
    return read_import(kind, text.encode(encoding), "표.csv")


def keep(text: str, kind: ImportKind = MEDIAN) -> TableImport:
    return import_rows(read(text, kind), actor=OFFICE, now=NOW)


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


class TestPrices:
    HEAD = "service,name_ko,unit,year,krw,source\n"

    def test_a_service_is_known_by_its_code_or_name(self, session: Session) -> None:
        service = make_service("meal", name="식사배달", unit="1식")
        assert problems(self.HEAD + "meal,식사배달,1식,2025,10100,\n식사배달,,,2024,9800,\n", PRICE) == []
        keep(self.HEAD + "meal,식사배달,1식,2025,10100,\n", PRICE)
        assert unit_price(service, date(2025, 12, 31)) == 10_100
        assert unit_price(service, date(2026, 1, 1)) == 12_000

    def test_wrong_services_units_and_amounts_are_told(self, session: Session) -> None:
        make_service("meal", unit="1식")
        text = self.HEAD + "soup,,,2025,1,\nmeal,,1시간,2025,1,\nmeal,,,2025,10000001,\nmeal,,,2026,1,\n"
        assert [told[0] for _line, told in problems(text, PRICE)] == [
            "서비스 목록에 없는 서비스입니다.",
            "단위가 서비스 목록과 다릅니다.",
            "단가를 1원부터 1천만 원까지의 숫자로 적어 주십시오.",
            "그날부터 시작하는 다른 단가가 이미 있습니다.",
        ]

    def test_a_price_that_is_there_already_changes_nothing(self, session: Session) -> None:
        make_service("meal", amount=10_400)
        (row,) = read(self.HEAD + "meal,,,2026,10400,\n", PRICE).rows
        assert row.standing is RowStanding.SAME

    def test_days_that_were_charged_keep_their_price(self, session: Session) -> None:
        service = make_service("meal")
        asked: list[tuple[object, date, date | None]] = []

        def use(service_id: object, first: date, until: date | None) -> bool:
            asked.append((service_id, first, until))
            return True

        with filled_by(PRICE_USES, use):
            found = problems(self.HEAD + "meal,,,2025,1,\n", PRICE)
        assert found == [(2, ("그날부터 이미 이용한 기록이 있어 단가를 바꿀 수 없습니다.",))]
        assert asked == [(service.id, date(2025, 1, 1), date(2026, 1, 1))]


class TestKeeping:
    def test_takes_over_only_what_is_new(self, session: Session) -> None:
        make_median(2028, 2_800_000)
        assert keep(TABLE).rows == 1
        assert median_income(2028, 2) == 4_600_000

    def test_the_row_imported_last_counts(self, session: Session) -> None:
        keep(TABLE)
        keep(HEAD + "2028,1,2810000,정정 공고\n")
        assert median_income(2028, 1) == 2_810_000
        assert median_income(2028, 2) == 4_600_000

    def test_the_same_table_is_taken_over_once_however_it_was_written(self, session: Session) -> None:
        keep(TABLE)
        table = read_import(MEDIAN, TABLE.encode("utf-8-sig"), "다른 이름.csv")
        with pytest.raises(Conflict, match="이미 가져온 표"):
            import_rows(table, actor=OFFICE, now=NOW)

    def test_a_table_with_a_wrong_row_is_refused_whole(self, session: Session) -> None:
        with pytest.raises(DomainError, match="잘못된 줄이 있어"):
            keep(TABLE + "2028,3,x,\n")
        assert median_income(2028, 1) is None

    def test_a_table_without_anything_new_is_refused(self, session: Session) -> None:
        make_median(2028, 2_800_000)
        with pytest.raises(DomainError, match="모두 이미 있는 값"):
            keep(HEAD + "2028,1,2800000,\n")

    def test_is_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            import_rows(read(TABLE), actor=COORDINATOR, now=NOW)


class TestUndoing:
    def test_brings_back_what_counted_before(self, session: Session) -> None:
        keep(HEAD + "2028,1,2700000,\n")
        later = keep(TABLE)
        undo_import(later, actor=OFFICE, now=NOW)
        assert median_income(2028, 1) == 2_700_000
        assert median_income(2028, 2) is None
        assert get_import(later.id).undone_at == NOW

    def test_allows_the_table_to_be_taken_over_again(self, session: Session) -> None:
        undo_import(keep(TABLE), actor=OFFICE, now=NOW)
        keep(TABLE)
        assert median_income(2028, 1) == 2_800_000

    def test_twice_is_refused(self, session: Session) -> None:
        kept = keep(TABLE)
        undo_import(kept, actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="이미 되돌린 표"):
            undo_import(kept, actor=OFFICE, now=NOW)

    def test_takes_back_prices_of_this_import_alone(self, session: Session) -> None:
        service = make_service("meal")
        kept = keep("service,year,krw\nmeal,2025,10100\n", PRICE)
        undo_import(kept, actor=OFFICE, now=NOW)
        assert [price.amount for price in service.prices] == [12_000]

    @pytest.mark.parametrize("kind", [MEDIAN, PRICE])
    def test_is_refused_once_a_value_was_used(self, session: Session, kind: ImportKind) -> None:
        service = make_service("meal")
        kept = keep(TABLE if kind is MEDIAN else "service,year,krw\nmeal,2025,10100\n", kind)
        used_price = (service.id, date(2025, 1, 1), date(2026, 1, 1))
        with (
            filled_by(MEDIAN_USES, lambda year, size: (year, size) == (2028, 2)),
            filled_by(PRICE_USES, lambda *price: price == used_price),
            pytest.raises(Conflict, match="이미 쓰인 값이 있어"),
        ):
            undo_import(kept, actor=OFFICE, now=NOW)
        assert median_income(2028, 1) == (2_800_000 if kind is MEDIAN else None)


class TestPages:
    @pytest.fixture
    def office(self, client: PortalClient, session: Session) -> PortalClient:
        client.sign_in(make_staff(Role.OFFICE).id)
        return client

    def upload(self, office: PortalClient, text: str, kind: str = "median-income") -> TestResponse:
        data = {"file": (BytesIO(text.encode("cp949")), "표.csv")}
        return office.post(f"/programmes/tables/{kind}/import", data=data, content_type="multipart/form-data")

    def keep_values(self, preview: TestResponse) -> dict[str, str]:
        fields = find_all(parse(preview.get_data(as_text=True)), "input")
        return {
            str(each.get("name")): each.get("value") or ""
            for each in fields
            if each.get("name") in ("text", "file_name")
        }

    def test_a_file_is_shown_before_anything_is_kept(self, office: PortalClient) -> None:
        assert office.get("/programmes/tables/median-income/import").status_code == 200
        preview = self.upload(office, TABLE)
        assert preview.status_code == 200
        assert "새 값 2줄" in text_of(parse(preview.get_data(as_text=True)))
        assert table_imports() == []
        answer = office.post("/programmes/tables/median-income/keep", data=self.keep_values(preview))
        assert answer.status_code == 303
        assert median_income(2028, 1) == 2_800_000
        page = text_of(parse(office.get("/programmes/tables").get_data(as_text=True)))
        assert "2,800,000" in page
        assert "표.csv" in page

    def test_wrong_rows_are_told_beside_them_and_nothing_can_be_kept(self, office: PortalClient) -> None:
        preview = self.upload(office, TABLE + "2028,3,삼백만,\n")
        page = text_of(parse(preview.get_data(as_text=True)))
        assert "잘못된 줄이 있어 가져올 수 없습니다" in page
        assert "월 금액을 1원부터 1억 원까지의 숫자로 적어 주십시오." in page
        assert self.keep_values(preview) == {}

    def test_what_is_sent_back_is_read_once_more(self, office: PortalClient) -> None:
        data = {"text": HEAD + "2028,1,x,\n", "file_name": "표.csv"}
        answer = office.post("/programmes/tables/median-income/keep", data=data)
        assert answer.status_code == 422
        assert "잘못된 줄이 있어" in text_of(parse(answer.get_data(as_text=True)))

    def test_no_file_and_a_strange_kind(self, office: PortalClient) -> None:
        answer = office.post("/programmes/tables/median-income/import", data={})
        assert answer.status_code == 422
        assert "파일을 골라 주십시오." in text_of(parse(answer.get_data(as_text=True)))
        assert office.get("/programmes/tables/weather/import").status_code == 404

    def test_a_table_that_is_known_is_not_offered_again(self, office: PortalClient) -> None:
        keep(TABLE)
        preview = self.upload(office, TABLE)
        assert "이미 가져온 표입니다." in text_of(parse(preview.get_data(as_text=True)))

    def test_prices_are_shown_with_the_names_of_services(self, office: PortalClient) -> None:
        make_service("meal", name="식사배달")
        preview = self.upload(office, "service,year,krw\nmeal,2025,10100\n", "unit-price")
        assert "식사배달" in text_of(parse(preview.get_data(as_text=True)))

    def test_an_import_is_undone_from_the_list(self, office: PortalClient) -> None:
        kept = keep(TABLE)
        assert office.post(f"/programmes/tables/imports/{kept.id}/undo").status_code == 303
        assert median_income(2028, 1) is None
        assert office.post(f"/programmes/tables/imports/{kept.id}/undo").status_code == 409

    def test_a_value_that_one_source_gives_is_marked(self, office: PortalClient) -> None:
        make_median(2020, 1_757_194, source="seen once", import_id=make_import().id)
        page = text_of(parse(office.get("/programmes/tables").get_data(as_text=True)))
        assert "한 자료에서만 본 값이 있습니다" in page
