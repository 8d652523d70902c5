"""What a reader, and a screen reader, finds in a PDF."""

import subprocess
from collections.abc import Iterator

import pikepdf


def pages_of(data: bytes) -> list[str]:
    """The text of each page, each run of white space as one space."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def text_of(data: bytes) -> str:
    """The text of all pages, each run of white space as one space."""
    return " ".join(pages_of(data))


def elements_of(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements at or below `node`, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements_of(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements_of(node["/K"])


def in_order(text: str, *parts: str) -> bool:
    """Whether each of `parts` is found after the one before."""
    place = 0
    for part in parts:
        place = text.find(part, place) + 1
        if not place:
            return False
    return True
