"""The marks before the items of an official paper: 1. 가. 1) 가) (1) (가) ① ㉮ by depth."""

DEEPEST = 8

_SYLLABLE_ROWS = ("가나다라마바사아자차카타파하", "거너더러머버서어저처커터퍼허", "고노도로모보소오조초코토포호")
_SYLLABLES = "".join(_SYLLABLE_ROWS)
_PATTERNS = {1: "{}.", 2: "{}.", 3: "{})", 4: "{})", 5: "({})", 6: "({})"}
_CIRCLED_NUMBERS = "".join(
    chr(start + offset) for start, count in ((0x2460, 20), (0x3251, 15), (0x32B1, 15)) for offset in range(count)
)
_CIRCLED_SYLLABLES = "".join(chr(0x326E + offset) for offset in range(14))


def mark(depth: int, index: int) -> str:
    """The mark of the `index`-th item at `depth`, both counted from 1.

    After 하 come 거 너 더 … and 고 노 도 …; where Unicode has no more circled signs, brackets stand in for the circle.
    """
    if not 1 <= depth <= DEEPEST or index < 1:
        raise ValueError(f"no mark for depth {depth}, index {index}")
    if depth in _PATTERNS:
        return _PATTERNS[depth].format(_sign(depth, index))
    return _circled(depth, index)


def marks(depth: int, count: int) -> list[str]:
    """The marks of `count` items that stand together; a single item takes none."""
    if count == 1:
        return [""]
    return [mark(depth, index) for index in range(1, count + 1)]


def _sign(depth: int, index: int) -> str:
    """A number at odd depths, a syllable at even ones."""
    if depth % 2:
        return str(index)
    if index > len(_SYLLABLES):
        raise ValueError(f"no syllable for index {index}")
    return _SYLLABLES[index - 1]


def _circled(depth: int, index: int) -> str:
    signs = _CIRCLED_NUMBERS if depth % 2 else _CIRCLED_SYLLABLES
    return signs[index - 1] if index <= len(signs) else f"({_sign(depth, index)})"
