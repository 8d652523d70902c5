"""What the events of the audit are called."""

from flask_babel import gettext

_WORDS: dict[str, str] = {}


def name_events(words: dict[str, str]) -> None:
    """Give events their Korean words; a feature names those that it records."""
    _WORDS.update(words)


def event_words(event: str) -> str:
    """The words for `event`, or its name where nobody gave it any."""
    return gettext(_WORDS[event]) if event in _WORDS else event
