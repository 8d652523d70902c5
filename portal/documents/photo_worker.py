"""Decodes one photo in a process of its own: bytes in, a plain JPEG out, or one word of refusal.

Run as a script, isolated, so that it loads nothing but Pillow. Its limits hold even if a decoder is tricked.
"""

import os
import resource
import sys
import warnings
from io import BytesIO

from PIL import Image, ImageOps

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 20
NICENESS = 10
REFUSED = 3
"""Exit status that comes with a reason on standard error; `images` knows both."""


def limit_resources() -> None:
    """No more memory or processor time than a photo needs, no file to write to, and whoever waits for a page first."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse(reason: str) -> None:
    sys.stderr.write(reason)
    sys.exit(REFUSED)


def plain_jpeg(data: bytes, image_format: str, max_pixels: int, longest_side: int) -> bytes:
    """The upright picture on white, at most `longest_side` pixels long, with no metadata at all."""
    with Image.open(BytesIO(data), formats=[image_format]) as image:
        if image.width * image.height > max_pixels:
            refuse("too-many-pixels")
        image.draft("RGB", (longest_side, longest_side))
        picture = ImageOps.exif_transpose(image.convert("RGBA" if image.has_transparency_data else "RGB"))
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    output = BytesIO()
    clean.save(output, "JPEG", quality=85, optimize=True, progressive=True)
    return output.getvalue()


def main(image_format: str, max_pixels: str, longest_side: str) -> None:
    """Read standard input, write standard output."""
    limit_resources()
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    data = sys.stdin.buffer.read()
    try:
        jpeg = plain_jpeg(data, image_format, int(max_pixels), int(longest_side))
    except Image.DecompressionBombError:
        refuse("too-many-pixels")
    except (OSError, SyntaxError, ValueError, EOFError):
        refuse("broken")
    else:
        sys.stdout.buffer.write(jpeg)


if __name__ == "__main__":
    main(*sys.argv[1:])
