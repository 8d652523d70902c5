"""A signature drawn by hand: strokes of points in a frame of 600 by 200, as a browser sends them and as they are kept.

`"10,90 34,60 80,120;200,40 210,150"` are two strokes. Nothing of how fast or how hard somebody drew is kept.
"""

import re
from itertools import pairwise

from portal.core.errors import DomainError
from portal.core.messages import N_

WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 60, 2_000
LONGEST = MOST_POINTS * len("600,200 ")
"""Characters of the longest that is read."""
LEAST = 60
"""So far the pen moves at least: a touch by mistake is no signature."""

UNREAD = N_("서명을 읽지 못했습니다. 지우고 다시 그리시거나 서명 없이 확인해 주십시오.")
TOO_SHORT = N_("서명이 너무 짧습니다. 지우고 다시 그리시거나 서명 없이 확인해 주십시오.")
_STROKE = re.compile(r"\d{1,3},\d{1,3}(?: \d{1,3},\d{1,3})*", re.ASCII)
_POINT = re.compile(r"(\d{1,3}),(\d{1,3})", re.ASCII)

Stroke = tuple[tuple[int, int], ...]


def read_drawing(text: str) -> str:
    """`text` as it is kept; raises `DomainError` for what is no drawing, or too little of one."""
    written = text.strip().split(";")
    strokes = strokes_of(text)
    points = [point for stroke in strokes for point in stroke]
    if not all(_STROKE.fullmatch(each) for each in written) or any(x > WIDTH or y > HEIGHT for x, y in points):
        raise DomainError(UNREAD)
    if len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        raise DomainError(UNREAD)
    if sum(map(_length, strokes)) < LEAST:
        raise DomainError(TOO_SHORT)
    return ";".join(written)


def strokes_of(text: str) -> tuple[Stroke, ...]:
    """The strokes of what is kept."""
    found = (tuple((int(x), int(y)) for x, y in _POINT.findall(each)) for each in text.split(";"))
    return tuple(stroke for stroke in found if stroke)


def _length(stroke: Stroke) -> float:
    return sum(abs(x - before[0]) + abs(y - before[1]) for before, (x, y) in pairwise(stroke))


def path_of(text: str) -> str:
    """The path of SVG that draws it; a stroke of one point is a dot."""
    return " ".join(_path(stroke) for stroke in strokes_of(text))


def _path(stroke: Stroke) -> str:
    (x, y), *rest = stroke
    return f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in rest or [(x, y)])
