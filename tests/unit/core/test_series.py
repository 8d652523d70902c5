"""A number is read however it was typed or said, and told with the word of its series."""

import pytest

from portal.core.series import SAID, Series, Typed, read_number, said

NUMBER = "2026-000031"
BARE = ["2026-000031", "2026-31", "2026000031", "2026 31", "2026 - 31", "2026 다시 31", "2026–31", "２０２６－３１"]
NO_NUMBERS = ["", "31", "2026", "2026-", "202631", "2026-1234567", "1999-31", "신청", "신청 31", "010-2026-0031"]


class TestReading:
    @pytest.mark.parametrize("typed", BARE)
    def test_a_bare_number_names_no_series(self, typed: str) -> None:
        assert read_number(typed) == Typed(NUMBER)

    @pytest.mark.parametrize(
        ("typed", "series"),
        [
            ("신청 2026-000031", Series.APPLICATION),
            ("신청2026-31", Series.APPLICATION),
            ("신청 번호 2026-31", Series.APPLICATION),
            ("접수번호: 2026 31", Series.APPLICATION),
            ("신청서 제2026-31호", Series.APPLICATION),
            ("신청 202631", Series.APPLICATION),
            ("가구 2026 다시 31", Series.HOUSEHOLD),
            ("사례2026000031", Series.CASE),
            ("연계  2026-000031", Series.REFERRAL),
            ("명세서 2026-31", Series.STATEMENT),
            ("걱정 소식 2026-31", Series.WORRY),
            ("걱정2026-31", Series.WORRY),
        ],
    )
    def test_the_word_before_it_names_the_series(self, typed: str, series: Series) -> None:
        assert read_number(typed) == Typed(NUMBER, series)

    @pytest.mark.parametrize("typed", NO_NUMBERS)
    def test_anything_else_is_no_number(self, typed: str) -> None:
        assert read_number(typed) is None

    @pytest.mark.parametrize("series", Series)
    def test_what_is_told_is_read_again(self, series: Series) -> None:
        assert read_number(said(NUMBER, series)) == Typed(NUMBER, series)


def test_every_series_has_a_word_of_its_own() -> None:
    assert SAID.keys() == set(Series)
    assert len(set(SAID.values())) == len(Series)
