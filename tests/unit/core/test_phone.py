"""Telephone numbers are taken as people type them and kept in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import DomainError
from portal.core.phone import format_phone, is_mobile, parse_phone, tail


class TestParsePhone:
    @pytest.mark.parametrize(
        "typed",
        [
            "01012345678",
            "010-1234-5678",
            " 010 1234 5678 ",
            "010.1234.5678",
            "０１０－１２３４－５６７８",
            "+82 10-1234-5678",
            "+821012345678",
            "010\u20131234\u20135678",
            "공일공 일이삼사 오육칠팔",
            "010-1234-5678\u200b",
        ],
    )
    def test_accepts_a_mobile_number_however_typed(self, typed: str) -> None:
        assert parse_phone(typed) == "+821012345678"

    @pytest.mark.parametrize(
        ("typed", "e164"),
        [("02-300-1234", "+8223001234"), ("031)123-4567", "+82311234567"), ("1668-0120", "+8216680120")],
    )
    def test_accepts_landlines_and_service_numbers(self, typed: str, e164: str) -> None:
        assert parse_phone(typed) == e164

    @pytest.mark.parametrize(
        "typed", ["", " ", "010-123-456", "0101234567", "119", "1234", "1-800-FLOWERS", "+1 202 555 0123", "전화 없음"]
    )
    def test_refuses_what_cannot_be_called(self, typed: str) -> None:
        with pytest.raises(DomainError):
            parse_phone(typed)

    @pytest.mark.parametrize("typed", ["060-700-1234", "060 700 1234"])
    def test_refuses_numbers_that_cost_the_caller(self, typed: str) -> None:
        with pytest.raises(DomainError, match="유료"):
            parse_phone(typed, office=True)

    @pytest.mark.parametrize(
        ("typed", "e164"),
        [("02-120", "+822120"), ("02)120", "+822120"), ("031-120", "+8231120"), ("02-300-1234", "+8223001234")],
    )
    def test_accepts_the_three_digits_of_an_office_where_one_is_meant(self, typed: str, e164: str) -> None:
        assert parse_phone(typed, office=True) == e164

    @pytest.mark.parametrize("typed", ["02-120", "031-120", "064-120"])
    def test_refuses_them_where_a_person_is_meant(self, typed: str) -> None:
        with pytest.raises(DomainError):
            parse_phone(typed)

    @given(st.integers(0, 99_999_999))
    def test_showing_and_reading_again_gives_the_same(self, rest: int) -> None:
        try:
            e164 = parse_phone(f"010{rest:08}")
        except DomainError:
            return
        assert parse_phone(format_phone(e164)) == e164

    @given(st.text())
    def test_answers_any_text_with_a_number_or_a_refusal(self, typed: str) -> None:
        try:
            e164 = parse_phone(typed)
        except DomainError:
            return
        assert e164.startswith("+82")


class TestShowing:
    @pytest.mark.parametrize(
        ("e164", "shown"),
        [
            ("+821012345678", "010-1234-5678"),
            ("+8223001234", "02-300-1234"),
            ("+8216680120", "1668-0120"),
            ("+8250412345678", "0504-1234-5678"),
            ("+825041234567", "0504-123-4567"),
            ("+822120", "02-120"),
            ("+8231120", "031-120"),
        ],
    )
    def test_format(self, e164: str, shown: str) -> None:
        assert format_phone(e164) == shown

    def test_only_mobiles_take_text_messages(self) -> None:
        assert is_mobile("+821012345678")
        assert not is_mobile("+8223001234")

    def test_tail_is_the_last_four_digits(self) -> None:
        assert tail("+821012345678") == "5678"
