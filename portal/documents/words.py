"""Where a line of Korean text may break: between words, never inside one."""

import re

WORD_JOINER = "\u2060"

_LETTER = "[\u1100-\u11ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
_BREAKS_AFTER = r"\s\u2060/·ㆍ,~\-–—→"
_INSIDE_WORD = re.compile(rf"(?<=[^{_BREAKS_AFTER}])(?={_LETTER})|(?<={_LETTER})(?=[^\s\u2060])")


def keep_words(text: str) -> str:
    """`text` with word joiners where Unicode would let a line break inside a Korean word.

    Stands in for `word-break: keep-all`, which WeasyPrint lacks. The joiner leaves no glyph in the PDF: text
    found and copied there is unchanged. A span around each word does the same at five times the cost.
    """
    return _INSIDE_WORD.sub(WORD_JOINER, text)
