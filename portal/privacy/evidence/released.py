"""What `make release` writes beside the code: which code it was, its bill of materials, what advisory services said."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

CODE = Path(__file__).resolve().parents[2]
RECORD = CODE / "release.json"
OF_THE_CODE = (".html", ".py", ".toml")


@dataclass(frozen=True, slots=True)
class Release:
    """`code` is `code_digest` and `bill` the SHA-256 of the bill of materials; `weak` names published weaknesses.

    Of the `asked` packages only those that an advisory service `answered` for were judged.
    """

    made_at: datetime
    commit: str
    code: str
    components: int
    bill: str
    asked: int
    answered: int
    weak: tuple[str, ...]


OF_RELEASE = TypeAdapter(Release)


def recorded_release(record: Path = RECORD) -> Release | None:
    """None where this edition was not made by `make release`, or nobody can read what it wrote."""
    try:
        return OF_RELEASE.validate_json(record.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def code_digest(folder: Path = CODE) -> str:
    """Of every source file by name and content; what is made from them does not count."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in OF_THE_CODE):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
