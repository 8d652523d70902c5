"""Which addresses and subject words the library takes."""

import pytest

from portal.consortium.library.rules import read_address, read_subjects
from portal.core.errors import DomainError


@pytest.mark.parametrize("address", ["", "https://www.example.kr/자료?번호=1#a", "https://마포.한국/", "https://a.kr"])
def test_an_address_of_the_web_stays_as_it_is(address: str) -> None:
    assert read_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://example.kr/",
        "javascript:alert(1)",
        "//example.kr/a",
        "https://localhost/",
        "https://user@example.kr/",
        "https://example.kr:8443/",
        "https://example.kr:port/",
        "https://[::1/",
        "https://exa mple.kr/",
        "https://.kr/",
        "example.kr",
    ],
)
def test_nothing_else_is_taken(address: str) -> None:
    with pytest.raises(DomainError, match="https"):
        read_address(address)


def test_subject_words_stand_once_between_commas() -> None:
    assert read_subjects(" 청소 ,안부  확인，청소,, #1인가구 ") == "청소, 안부 확인, 1인가구"
    for refused in (",".join(map(str, range(11))), "가" * 21):
        with pytest.raises(DomainError):
            read_subjects(refused)
