"""Names are compared as people mean them, however they write them."""

import unicodedata

import pytest

from portal.core.names import address_key, given_name_key, name_key, without_title


@pytest.mark.parametrize("written", ["홍길동", "홍 길동", " 홍  길동 "])
def test_blanks_tell_nobody_apart(written: str) -> None:
    assert name_key(written) == "홍길동"


@pytest.mark.parametrize("written", ["Kim Minsu", "KIM MINSU", "kimminsu"])
def test_capitals_tell_nobody_apart(written: str) -> None:
    assert name_key(written) == "kimminsu"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("홍길동", "길동"),
        ("홍 길동", "길동"),
        ("남궁민수", "민수"),
        ("남궁 민수", "민수"),
        ("선우진", "우진"),
        ("Nguyen Van Anh", "vananh"),
        ("홍", ""),
        ("", ""),
    ],
)
def test_the_given_name_follows_the_surname(name: str, given: str) -> None:
    assert given_name_key(name) == given


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("홍길동 님", "홍길동"),
        ("홍길동씨", "홍길동"),
        ("홍길동 어르신", "홍길동"),
        ("홍길동 할머니 님", "홍길동"),
        ("김 할머니", "김 할머니"),
        ("김님", "김님"),
        ("홍길동", "홍길동"),
    ],
)
def test_a_title_is_no_part_of_a_name(written: str, bare: str) -> None:
    assert without_title(written) == bare


def test_a_name_in_pieces_is_the_same_name() -> None:
    assert name_key(unicodedata.normalize("NFD", "홍길동")) == name_key("홍길동 님") == "홍길동"


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("서울특별시 마포구 월드컵로 77", "302호"),
        ("서울 마포구 월드컵로 77", "302 호"),
        ("월드컵로 77, 302호", ""),
        ("서울시 마포구 월드컵로 77", "(302호)"),
    ],
)
def test_an_address_is_compared_without_city_and_signs(address: str, detail: str) -> None:
    assert address_key(address, detail) == "월드컵로77302호"
