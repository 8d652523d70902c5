"""What people add is known by its content; what could do something, is broken or too large is refused in words."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from portal.core.errors import DomainError
from portal.documents import received
from portal.documents.received import kind_of_file
from tests.unit.documents.test_images import photo

HEADER = "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n"
SOURCE = "function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def broken_within() -> bytes:
    """The directory is whole; what is packed in the part that says what the file is, is no packed data."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        file.writestr("mimetype", b"application/hwp+zip")
    data = bytearray(made.getvalue())
    data[30 + len("mimetype")] = 0x07
    return bytes(data)


def with_scripts(source: str, **more: bytes) -> bytes:
    """A file for Hangul as Hancom Office saves it."""
    scripts = {
        "Scripts__headerScripts": HEADER.encode("utf-16-le"),
        "Scripts__sourceScripts": source.encode("utf-16-le"),
    }
    return zipped(mimetype=b"application/hwp+zip", **scripts, **more)


def office(folder: str, **more: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types/>", f"{folder}__document.xml": b"<d/>", **more})


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", ".pdf"),
        (OLE + b"\0" * 500 + b"HWP Document File V5.00", ".hwp"),
        (zipped(mimetype=b"application/hwp+zip"), ".hwpx"),
        (with_scripts(SOURCE), ".hwpx"),
        (office("word"), ".docx"),
        (office("xl"), ".xlsx"),
        (office("ppt"), ".pptx"),
        (photo("JPEG", (40, 30)), ".jpg"),
        (photo("PNG", (40, 30)), ".png"),
    ],
)
def test_is_known_by_its_content(data: bytes, suffix: str) -> None:
    assert kind_of_file(data).suffix == suffix


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", received.UNKNOWN),
        (b"MZ\x90\x00", received.UNKNOWN),
        (b"<html><script>", received.UNKNOWN),
        (OLE + b"Workbook", received.UNKNOWN),
        (zipped(note=b"x"), received.UNKNOWN),
        (b"%PDF-1.7\n1 0 obj", received.BROKEN),
        (zipped(mimetype=b"application/hwp+zip")[:40], received.BROKEN),
        (broken_within(), received.BROKEN),
        (zipped(MIMETYPE=b"text/plain"), received.UNKNOWN),
        (photo("PNG", (40, 30))[:60], received.BROKEN),
        (office("word", **{"word__vbaProject.bin": b"x"}), received.WITH_MACROS),
        (zipped(mimetype=b"application/hwp+zip", Scripts__macro=b"x"), received.WITH_MACROS),
        (with_scripts(SOURCE.replace("//todo : ", "//todo : \u2028Run()")), received.WITH_MACROS),
        (with_scripts(SOURCE + " " * 1000), received.WITH_MACROS),
        (with_scripts(SOURCE, scripts__SOURCESCRIPTS=b"x"), received.WITH_MACROS),
        (b"%PDF-" + b"x" * received.MOST_BYTES, received.TOO_LARGE),
    ],
)
def test_anything_else_is_refused_beside_its_field(data: bytes, why: str) -> None:
    with pytest.raises(DomainError) as refused:
        kind_of_file(data, field="file")
    assert (refused.value.message, refused.value.field) == (why, "file")


def test_what_would_grow_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "_MOST_UNPACKED", 10)
    with pytest.raises(DomainError, match="손상"):
        kind_of_file(office("word", word__big=b"x" * 11))
