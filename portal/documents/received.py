"""Which files people may add to what they write: known by their content, never by their name, and bounded."""

import io
from collections.abc import Collection
from dataclasses import dataclass
from zipfile import ZipFile

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.transaction import refuse_slow_work
from portal.documents.packed import UNREADABLE, holds_too_much, unpack
from portal.documents.scripts import LONGEST, does_nothing

MOST_BYTES = 10 * 1000 * 1000
_MOST_PARTS, _MOST_UNPACKED = 2_000, 100_000_000
"""Parts and bytes of a file of parts once it is unpacked."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_HWP = b"HWP Document File"
_DECLARES, _LONGEST_DECLARED = "mimetype", 100
"""The part in which a file for Hangul says what it is, and its most bytes."""

_MACROS, _SCRIPTS = "vbaproject.bin", "scripts/"
ACCEPT = ".pdf,.hwp,.hwpx,.docx,.xlsx,.pptx,.jpg,.jpeg,.png"

TOO_LARGE = N_("파일이 너무 큽니다. %(megabytes)dMB까지 올릴 수 있습니다.")
UNKNOWN = N_("이 파일은 받지 않습니다. PDF, 한글(hwp, hwpx), 오피스(docx, xlsx, pptx), 사진(jpg, png)을 올려 주십시오.")
BROKEN = N_("파일을 읽을 수 없습니다. 손상되었거나 암호가 걸려 있습니다. 다시 저장해 올려 주십시오.")
WITH_MACROS = N_("매크로가 든 파일은 받지 않습니다. 매크로 없이 저장해 올려 주십시오.")


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, whatever it was called."""

    suffix: str
    media_type: str


PDF = FileKind(".pdf", "application/pdf")
HWP = FileKind(".hwp", "application/x-hwp")
HWPX = FileKind(".hwpx", "application/hwp+zip")
JPEG = FileKind(".jpg", "image/jpeg")
PNG = FileKind(".png", "image/png")
OFFICE = {
    "word/": FileKind(".docx", f"{_OFFICE}wordprocessingml.document"),
    "xl/": FileKind(".xlsx", f"{_OFFICE}spreadsheetml.sheet"),
    "ppt/": FileKind(".pptx", f"{_OFFICE}presentationml.presentation"),
}


def kind_of_file(data: bytes, *, field: str | None = None) -> FileKind:
    """What `data` is; raises `DomainError` beside `field` for what is too large, broken, or nothing that is taken."""
    refuse_slow_work()
    if len(data) > MOST_BYTES:
        raise DomainError(TOO_LARGE, field, megabytes=MOST_BYTES // 1_000_000)
    if data.startswith(b"%PDF-"):
        return _whole(PDF, b"%%EOF" in data[-2048:], field)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _whole(HWP, _HWP in data, field, UNKNOWN)
    if data.startswith(b"\xff\xd8\xff"):
        return _whole(JPEG, b"\xff\xd9" in data[-2048:], field)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(PNG, b"IEND" in data[-64:], field)
    if data.startswith(b"PK\x03\x04"):
        return _of_parts(data, field)
    raise DomainError(UNKNOWN, field)


def _whole(kind: FileKind, is_so: bool, field: str | None, otherwise: str = BROKEN) -> FileKind:
    if not is_so:
        raise DomainError(otherwise, field)
    return kind


def _of_parts(data: bytes, field: str | None) -> FileKind:
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if holds_too_much(packed, parts=_MOST_PARTS, unpacked=_MOST_UNPACKED):
                raise DomainError(BROKEN, field)
            parts = {part.filename.lower(): part for part in packed.infolist()}
            named = parts.get(_DECLARES)
            declared = unpack(packed, named).strip() if named and named.file_size <= _LONGEST_DECLARED else b""
            runs = _runs(packed)
    except UNREADABLE:
        raise DomainError(BROKEN, field) from None
    kind = HWPX if declared == HWPX.media_type.encode() else _office_kind(parts)
    if kind is None:
        raise DomainError(UNKNOWN, field)
    if runs or any(name.endswith(_MACROS) for name in parts):
        raise DomainError(WITH_MACROS, field)
    return kind


def _runs(packed: ZipFile) -> bool:
    """Whether a script does anything; of two parts with one name both are read."""
    scripts = [part for part in packed.infolist() if part.filename.lower().startswith(_SCRIPTS)]
    return any(part.file_size > LONGEST or not does_nothing(unpack(packed, part)) for part in scripts)


def _office_kind(names: Collection[str]) -> FileKind | None:
    if "[content_types].xml" not in names:
        return None
    return next((kind for folder, kind in OFFICE.items() if any(name.startswith(folder) for name in names)), None)
