"""A programme is read line by line, and says of a line that it cannot read which it is."""

from datetime import time

import pytest

from portal.consortium.events.rules import Talk, parse_programme, written
from portal.core.errors import DomainError


def test_reads_what_it_writes() -> None:
    text = "9:30 | 여는 말 | 이정민 (마포구청)\n\n10:00|쉬는 시간"
    talks = parse_programme(text)
    assert talks == (Talk(time(9, 30), "여는 말", "이정민 (마포구청)"), Talk(time(10, 0), "쉬는 시간"))
    assert written(talks) == "09:30 | 여는 말 | 이정민 (마포구청)\n10:00 | 쉬는 시간"
    assert parse_programme(written(talks)) == talks


@pytest.mark.parametrize("line", ["여는 말", "25:00 | 여는 말", "9:30 |", "9:30 | 하나 | 둘 | 셋", "9:61 | 가"])
def test_names_the_line_that_it_cannot_read(line: str) -> None:
    with pytest.raises(DomainError) as caught:
        parse_programme(f"14:00 | 인사\n{line}")
    assert line in str(caught.value)
    assert caught.value.field == "programme"


def test_refuses_more_lines_than_a_page_shows() -> None:
    with pytest.raises(DomainError, match="40줄"):
        parse_programme("\n".join(["14:00 | 가"] * 41))
