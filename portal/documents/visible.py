"""The mark that stands in for characters which nobody sees, and which files of other programs cannot hold."""

import re

MARK = "〓"
"""The printers' mark for a character that is not in the case; CP949 has it too."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Controls other than tabs and ends of lines, what turns the direction of writing, and what is no character at all."""


def visible(text: str) -> str:
    """`text` with `MARK` for each control character, so that it can be written anywhere and is seen by who reads it."""
    return _UNSEEN.sub(MARK, text)
