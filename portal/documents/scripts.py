"""The scripts that Hancom Office writes into whatever it saves, though nobody wrote any: they do nothing."""

LONGEST = 1_000
"""Bytes; what is longer is no such script."""

_NAMES = ("var Documents = XHwpDocuments;", "var Document = Documents.Active_XHwpDocument;")
_OPEN, _NEW = (("function OnDocument_" + name + "()", "{", "//todo :", "}") for name in ("Open", "New"))
_NOTHING = frozenset({(), _NAMES, _NEW, _OPEN + _NEW})


def does_nothing(script: bytes) -> bool:
    """Whether a script, in UTF-16, is one of those to the letter; blanks around its lines do not count."""
    try:
        lines = (line.strip() for line in script.decode("utf-16-le").removeprefix("\ufeff").splitlines())
    except UnicodeDecodeError:
        return False
    return tuple(line for line in lines if line) in _NOTHING
