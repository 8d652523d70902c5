"""A photo that is kept shows the visit and tells nothing else."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.core.errors import DomainError
from portal.documents import images, photo_worker
from portal.documents.images import clean_photo

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photo(image_format: str, size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """A picture, red on the left and blue on the right, that tells camera and place."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Camera"
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 33.0, 12.0)})
    output = BytesIO()
    image.save(output, image_format, exif=exif)
    return output.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    red, green, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return red, green, blue


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def refusal_of(data: bytes) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        clean_photo(data, field="photo")
    assert refusal.value.field == "photo"
    return refusal.value


class TestCleanPhoto:
    @pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
    def test_tells_neither_place_nor_camera(self, image_format: str) -> None:
        dirty = photo(image_format)
        assert dict(opened(dirty).getexif().get_ifd(GPS))
        with opened(clean_photo(dirty).data) as clean:
            assert clean.format == "JPEG"
            assert len(clean.getexif()) == 0
            assert set(clean.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }

    @pytest.mark.parametrize("image_format", ["JPEG", "PNG"])
    def test_what_a_scanner_would_find_is_gone(self, image_format: str) -> None:
        """The harmless text by which scanners are tried, within a photograph and behind its end."""
        output = BytesIO()
        told: dict[str, object] = {"comment": EICAR}
        if image_format == "PNG":
            told = {"pnginfo": PngInfo()}
            told["pnginfo"].add_text("Comment", EICAR.decode())  # type: ignore[attr-defined]
        opened(photo(image_format)).save(output, image_format, **told)
        dirty = output.getvalue() + EICAR
        assert dirty.count(EICAR) == 2
        assert EICAR not in clean_photo(dirty).data

    @pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
    def test_stands_upright(self, image_format: str) -> None:
        with opened(clean_photo(photo(image_format, orientation=6)).data) as clean:
            assert clean.size == (40, 60)
            assert pixel(clean, 20, 5)[0] > 200
            assert pixel(clean, 20, 55)[2] > 200

    def test_is_at_most_1600_pixels_long(self) -> None:
        with opened(clean_photo(photo("JPEG", (4000, 1000))).data) as clean:
            assert clean.size == (1600, 400)

    def test_is_never_made_larger(self) -> None:
        with opened(clean_photo(photo("PNG")).data) as clean:
            assert clean.size == (60, 40)

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "I;16"])
    def test_takes_every_kind_of_colour(self, mode: str) -> None:
        image_format = "JPEG" if mode == "CMYK" else "PNG"
        output = BytesIO()
        Image.new(mode, (8, 8)).save(output, image_format)
        with opened(clean_photo(output.getvalue()).data) as clean:
            assert clean.mode == "RGB"

    def test_puts_white_behind_what_was_transparent(self) -> None:
        output = BytesIO()
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(output, "PNG")
        assert pixel(opened(clean_photo(output.getvalue()).data), 4, 4) == (255, 255, 255)


class TestRefusals:
    def test_a_truncated_photo(self) -> None:
        data = photo("JPEG", (600, 400))
        assert "읽을 수 없습니다" in refusal_of(data[: len(data) // 2]).message

    def test_a_text_called_photo(self) -> None:
        assert "사진 파일이 아닙니다" in refusal_of("안녕하세요".encode()).message

    def test_nothing(self) -> None:
        assert "사진 파일이 아닙니다" in refusal_of(b"").message

    @pytest.mark.parametrize("image_format", ["GIF", "BMP", "TIFF"])
    def test_another_kind_of_picture(self, image_format: str) -> None:
        assert "JPEG, PNG, WebP" in refusal_of(photo_without_exif(image_format)).message

    def test_a_script_behind_the_first_bytes_of_a_photo(self) -> None:
        assert "읽을 수 없습니다" in refusal_of(b"\xff\xd8\xff<script>alert(1)</script>").message

    def test_heic_with_words_that_help(self) -> None:
        assert "높은 호환성" in refusal_of(b"\0\0\0\x18ftypheic" + b"\0" * 32).message

    @pytest.mark.parametrize("side", [7000, 60_000])
    def test_a_small_file_that_claims_a_huge_picture(self, side: int) -> None:
        assert "화소" in refusal_of(png_header(side, side)).message

    def test_too_many_bytes(self) -> None:
        with pytest.raises(DomainError) as refusal:
            clean_photo(b"\xff" * (2 * 1024 * 1024), max_bytes=1024 * 1024)
        assert refusal.value.params == {"megabytes": 1}


def photo_without_exif(image_format: str) -> bytes:
    output = BytesIO()
    Image.new("RGB", (4, 4)).save(output, image_format)
    return output.getvalue()


class TestWorker:
    def test_agrees_with_its_caller_on_the_exit_status(self) -> None:
        assert photo_worker.REFUSED == images.REFUSED

    def test_is_stopped_when_it_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(images, "SECONDS", 0.001)
        assert "읽을 수 없습니다" in refusal_of(photo("PNG", (3000, 3000))).message

    @pytest.mark.parametrize(
        ("attempt", "refused"),
        [
            ("bytearray(2_000_000_000)", b"MemoryError"),
            ("print('x', file=open('out', 'w'), flush=True)", b"File too large"),
        ],
    )
    def test_may_take_little_memory_and_write_no_file(self, attempt: str, refused: bytes, tmp_path: Path) -> None:
        script = f"import runpy; runpy.run_path({photo_worker.__file__!r})['limit_resources'](); {attempt}"
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode != 0
        assert refused in done.stderr
