"""A business registration number is believed only with the right check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import DomainError
from portal.core.registration import check_digit, format_registration_number, parse_registration_number


class TestRegistrationNumber:
    @pytest.mark.parametrize("typed", ["120-81-47521", "1208147521", " 120 81 47521 ", "１２０－８１－４７５２１"])
    def test_is_accepted_however_typed(self, typed: str) -> None:
        assert parse_registration_number(typed) == "1208147521"

    @pytest.mark.parametrize("typed", ["", "120-81-4752", "120-81-475211", "120-81-4752a", "abcdefghij"])
    def test_needs_ten_digits(self, typed: str) -> None:
        with pytest.raises(DomainError, match="10자리"):
            parse_registration_number(typed)

    @given(st.integers(0, 999_999_999), st.integers(0, 9))
    def test_has_exactly_one_right_check_digit(self, first: int, last: int) -> None:
        first_nine = f"{first:09}"
        if last == check_digit(first_nine):
            assert parse_registration_number(f"{first_nine}{last}") == f"{first_nine}{last}"
        else:
            with pytest.raises(DomainError, match="맞지 않습니다"):
                parse_registration_number(f"{first_nine}{last}")

    def test_is_shown_in_three_groups(self) -> None:
        assert format_registration_number("1208147521") == "120-81-47521"
