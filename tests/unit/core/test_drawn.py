"""A signature is strokes within a frame, and nothing else."""

import pytest

from portal.core.drawn import MOST_POINTS, MOST_STROKES, path_of, read_drawing
from portal.core.errors import DomainError

DRAWN = "10,90 34,60 80,120;200,40;0,0 600,200"


def test_what_was_drawn_is_kept_as_it_came_and_drawn_anew() -> None:
    assert read_drawing(f" {DRAWN} ") == DRAWN
    assert path_of(DRAWN) == "M10 90L34 60L80 120 M200 40L200 40 M0 0L600 200"
    assert path_of("까나리아") == ""


@pytest.mark.parametrize(
    "text",
    [
        "hello", "10,90 34,60 80,120;", "10,90  80,200", "601,0 0,0", "0,0 0,201", "-5,0 90,90", "１０,90 80,120",
        "10,90 80,120\"/><script>",
        ";".join(["0,0 90,90"] * (MOST_STROKES + 1)), " ".join(["0,0", "9,9"] * MOST_POINTS),
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="읽지 못했습니다"):
        read_drawing(text)


def test_a_touch_by_mistake_is_no_signature() -> None:
    with pytest.raises(DomainError, match="너무 짧습니다"):
        read_drawing("10,10 12,12;300,100")
