"""Files of parts, as office programs write them, looked into without trust."""

import zlib
from zipfile import BadZipFile, ZipFile

UNREADABLE = (BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error)
"""What is raised over a part that is broken, encrypted, or packed in a way that is not known here."""


def holds_too_much(packed: ZipFile, *, parts: int, unpacked: int) -> bool:
    """Whether there are more parts, or more bytes in them once unpacked, than are taken.

    A part holds no more than the directory of the file says: whoever reads it stops there.
    """
    found = packed.infolist()
    return len(found) > parts or sum(each.file_size for each in found) > unpacked
