"""Names are compared as people mean them, however they write them."""

import pytest

from portal.core.names import given_name_key, name_key


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
