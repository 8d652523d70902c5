"""Files of parts, as office programs write them, looked into without trust."""

import lzma
import zlib
from collections.abc import Iterator
from copy import copy
from zipfile import BadZipFile, ZipFile, ZipInfo

UNREADABLE = (BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error, lzma.LZMAError)
"""What is raised over a part that is broken, encrypted, or packed in a way that is not known here."""

_PIECE = 65_536


def holds_too_much(packed: ZipFile, *, parts: int, unpacked: int) -> bool:
    """Whether the directory of the file names more parts, or more bytes in them once unpacked, than are taken."""
    named = packed.infolist()
    return len(named) > parts or sum(part.file_size for part in named) > unpacked


def unpack(packed: ZipFile, part: ZipInfo) -> bytes:
    """What a part holds; raises one of `UNREADABLE` where that is more than the directory says.

    `ZipFile.read` unpacks whatever is there and cuts it afterwards; here no more is unpacked than is believed.
    """
    one_more = copy(part)
    one_more.file_size += 1
    held = b"".join(_pieces(packed, one_more))
    if len(held) > part.file_size:
        raise BadZipFile
    return held


def _pieces(packed: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as file:
        while piece := file.read(_PIECE):
            yield piece
