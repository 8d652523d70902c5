"""Of a failure its kind and its place are told, never its words."""

import pytest

from portal.core.errors import DomainError
from portal.core.failures import in_short, kind_of, passed
from portal.core.phone import parse_phone


def fail() -> None:
    try:
        parse_phone("02-홍길동")
    except DomainError as first:
        raise ValueError("of 홍길동") from first


@pytest.fixture
def failure() -> ValueError:
    with pytest.raises(ValueError, match="홍길동") as raised:
        fail()
    return raised.value


@pytest.fixture
def refusal(failure: ValueError) -> BaseException:
    assert failure.__cause__ is not None
    return failure.__cause__


def test_the_kind_names_what_it_came_from(failure: ValueError) -> None:
    assert kind_of(failure) == "ValueError < DomainError"


def test_the_places_end_where_it_was_raised(refusal: BaseException) -> None:
    places = passed(refusal)
    assert places[0].startswith("tests/unit/core/test_failures.py:")
    assert places[-1].startswith("portal/core/phone.py:")
    assert places[-1].endswith(" parse_phone")


def test_in_short_it_is_found_in_our_code(refusal: BaseException) -> None:
    assert in_short(refusal).startswith("DomainError at portal/core/phone.py:")
    assert in_short(ValueError("of 홍길동")) == "ValueError"


def test_nothing_tells_what_was_typed(failure: ValueError) -> None:
    assert "홍길동" not in "".join((kind_of(failure), *passed(failure), in_short(failure)))
