"""Where a line of Korean text may break: between words, never inside one."""

import re

WORD_JOINER = "\u2060"

_LETTER = "[\u1100-\u11ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
_BREAKS_AFTER = r"\s\u2060/·ㆍ,~\-–—→"
_WEEKDAY = r"\([월화수목금토일]\)"
_INSIDE_DATE = rf"(?<=\d\.)(?={_WEEKDAY})|(?<=\d{{4}}\. )(?=\d{{1,2}}\. )|(?<=\d\. )(?=\d{{1,2}}\.{_WEEKDAY})"
_INSIDE_WORD = re.compile(rf"(?<=[^{_BREAKS_AFTER}])(?={_LETTER})|(?<={_LETTER})(?=[^\s\u2060])|{_INSIDE_DATE}")

LONG = 12
"""Letters of a word, brackets too, that a narrow column may have to break."""

ENDS = 3
"""Letters at either end of a long word that stay together, so that no bracket stands alone."""

_LONG_WORD = re.compile(rf"(?:[^\s\u2060]\u2060){{{LONG - 1},}}[^\s\u2060]")


def keep_words(text: str) -> str:
    """`text` with word joiners where Unicode would let a line break inside a Korean word.

    Stands in for `word-break: keep-all`, which WeasyPrint lacks. The joiner leaves no glyph in the PDF: text
    found and copied there is unchanged. A span around each word does the same at five times the cost.
    A date stays whole; a long word may break, but not near its ends.
    """
    return _LONG_WORD.sub(_loosened, _INSIDE_WORD.sub(WORD_JOINER, text))


def _loosened(word: re.Match[str]) -> str:
    letters = word[0].split(WORD_JOINER)
    start, middle, end = letters[:ENDS], letters[ENDS:-ENDS], letters[-ENDS:]
    return WORD_JOINER.join(start) + "".join(middle) + WORD_JOINER.join(end)
