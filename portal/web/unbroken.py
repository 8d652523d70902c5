"""Days, telephone numbers and numbers of a series stay in one line, however narrow the screen.

Where a page says them in an attribute or a title, which take no markup, they go through `striptags`.
"""

import re
from typing import Any

from markupsafe import Markup, escape

_DAY = r"\d{4}\. \d{1,2}\. \d{1,2}\.(?:\([월화수목금토일]\))?"
_LONG_DAY = r"\d{1,2}월 \d{1,2}일(?: [월화수목금토일]요일)?"
_TELEPHONE = r"(?<![\d-])(?:0\d{1,3}-[\d*]{3,4}|1\d{3})-[\d*]{4}(?![\d-])"
_NUMBER = r"(?<![\d-])\d{4}-\d{6}(?![\d-])"
_WHOLE = re.compile(f"{_DAY}|{_LONG_DAY}|{_TELEPHONE}|{_NUMBER}")


def whole(text: str) -> Markup:
    """What is shown in one line or in the next one, never in both."""
    return Markup(f'<span class="nowrap">{escape(text)}</span>')  # noqa: S704 escaped


def unbroken(value: Any) -> Any:
    """A sentence of the portal or of people with its days and numbers whole; what has tags stays as it is."""
    if not isinstance(value, str) or not _WHOLE.search(value) or (isinstance(value, Markup) and "<" in value):
        return value
    return Markup(_WHOLE.sub(lambda found: whole(found[0]), str(escape(value))))  # noqa: S704 escaped
