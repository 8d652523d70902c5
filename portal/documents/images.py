"""Which photos are taken in, and the clean copy that is kept: upright, at most 1,600 pixels long, without metadata."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.transaction import refuse_slow_work

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
SECONDS = 30
REFUSED = 3
"""The exit status of the worker that comes with one of the reasons below."""

_WORKER = Path(__file__).with_name("photo_worker.py")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_REFUSALS = {
    "too-many-pixels": N_("사진이 너무 큽니다. 4천만 화소 이하의 사진을 올려 주십시오."),
    "broken": N_("사진을 읽을 수 없습니다. 파일이 손상되었을 수 있으니 다시 찍거나 다른 사진을 올려 주십시오."),
}


@dataclass(frozen=True)
class CleanPhoto:
    """A photograph that `clean_photo` wrote: JPEG without metadata."""

    data: bytes


def clean_photo(data: bytes, *, field: str | None = None, max_bytes: int = MAX_BYTES) -> CleanPhoto:
    """`data` decoded in a process of its own and written anew as JPEG; place, time and camera are gone.

    Its content tells what it is, not its name. Raises `DomainError` beside `field` in words that say what to do.
    """
    refuse_slow_work()
    if len(data) > max_bytes:
        raise DomainError(
            N_("사진 파일이 너무 큽니다. %(megabytes)d MB 이하의 사진을 올려 주십시오."),
            field,
            megabytes=max_bytes // (1024 * 1024),
        )
    image_format = _format_of(data, field)
    command = [sys.executable, "-I", str(_WORKER), image_format, str(MAX_PIXELS), str(LONGEST_SIDE)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise DomainError(_REFUSALS["broken"], field) from None
    if done.returncode == 0:
        return CleanPhoto(done.stdout)
    reason = done.stderr.decode(errors="replace") if done.returncode == REFUSED else "broken"
    raise DomainError(_REFUSALS[reason], field)


def _format_of(data: bytes, field: str | None) -> str:
    """The name Pillow has for what the first bytes say."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        raise DomainError(
            N_("HEIC 사진은 올릴 수 없습니다. 카메라 설정에서 ‘높은 호환성’을 고르거나 JPEG로 바꾸어 주십시오."), field
        )
    raise DomainError(N_("사진 파일이 아닙니다. JPEG, PNG, WebP 사진을 올려 주십시오."), field)
