"""The administrative dongs are our own list, with official codes."""

import pytest

from portal.core.dongs import DISTRICTS, DONGS, alphabetical_groups, dong, dongs_of, name_among
from portal.core.errors import NotFound


class TestDongs:
    def test_all_of_seoul_is_there(self) -> None:
        assert (len(DONGS), len(DISTRICTS)) == (426, 25)
        assert [len(dongs_of(name)) for name in ("마포구", "성동구", "관악구")] == [16, 17, 21]
        assert len(dongs_of("마포구", "성동구")) == 33

    def test_stand_in_one_order_everywhere(self) -> None:
        grouped = [each for group in alphabetical_groups("마포구") for each in group.dongs]
        assert list(dongs_of("마포구")) == grouped
        assert [each.short_name for each in grouped[:3]] == ["공덕동", "대흥동", "도화동"]

    def test_codes_are_unique_and_have_ten_digits(self) -> None:
        assert len({each.code for each in DONGS}) == len(DONGS)
        assert all(len(each.code) == 10 and each.code.isdecimal() for each in DONGS)

    @pytest.mark.parametrize(
        ("code", "name", "short_name"),
        [
            ("1144069000", "망원제1동", "망원1동"),
            ("1144066000", "서교동", "서교동"),
            ("1120061500", "금호2·3가동", "금호2·3가동"),
            ("1120065000", "성수1가제1동", "성수1가1동"),
        ],
    )
    def test_have_an_official_and_a_short_name(self, code: str, name: str, short_name: str) -> None:
        assert (dong(code).name, dong(code).short_name) == (name, short_name)

    def test_unknown_code_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            dong("0000000000")

    def test_no_district_has_none(self) -> None:
        assert dongs_of("해운대구") == dongs_of() == ()


def test_each_dong_of_a_district_is_in_a_group_and_no_two_are_called_alike() -> None:
    for district in set(DISTRICTS.values()):
        grouped = [dong for group in alphabetical_groups(district) for dong in group.dongs]
        assert grouped == list(dongs_of(district))
    two = "관악구", "강남구"
    names = [name_among(dong, *two) for dong in dongs_of(*two)]
    assert len(set(names)) == len(names)
    assert {name for name in names if "신사동" in name} == {"관악구 신사동", "강남구 신사동"}
