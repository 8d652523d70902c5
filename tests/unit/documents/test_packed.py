"""A part is unpacked as far as the directory of its file says, and one that holds more is no part."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import pytest

from portal.documents.packed import unpack

WORDS = b"0123456789" * 20


def packed(said: int, method: int = ZIP_DEFLATED) -> bytes:
    """A file whose one part holds `WORDS`; its directory says that it holds the first `said` bytes of them."""
    made = io.BytesIO()
    with ZipFile(made, "w", method) as file:
        file.writestr("part", WORDS)
        size, crc = (len(WORDS), zlib.crc32(WORDS)), (said, zlib.crc32(WORDS[:said]))
    data = made.getvalue()
    for before, after in zip(size, crc, strict=True):
        data = data.replace(before.to_bytes(4, "little"), after.to_bytes(4, "little"))
    return data


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
def test_what_is_as_long_as_it_says_is_unpacked(method: int) -> None:
    with ZipFile(io.BytesIO(packed(len(WORDS), method))) as file:
        assert unpack(file, file.infolist()[0]) == WORDS


def test_what_is_longer_is_none() -> None:
    with ZipFile(io.BytesIO(packed(20))) as file:
        assert file.read("part") == WORDS[:20]
        with pytest.raises(BadZipFile):
            unpack(file, file.infolist()[0])
