"""Tables read from CSV files: previewed, refused row by row, taken over once, taken back while unused."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.benefits.programmes.actions import import_rows, undo_import
from portal.benefits.programmes.models import TableImport
from portal.benefits.programmes.queries import get_import, median_income, table_imports, unit_price
from portal.benefits.programmes.reading import ReadTable, read_import
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
