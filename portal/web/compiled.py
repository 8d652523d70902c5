"""Keeps templates as an earlier start compiled them, so that a server need not before its first answer."""

import hashlib
from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from portal.config import Settings

CODE = Path(__file__).resolve().parent.parent


class Compiled(FileSystemBytecodeCache):
    """A template that cannot be kept is shown all the same."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def install(app: Flask) -> None:
    """Use the compiled templates in `var_dir`; those of other code are removed, but not the folders of that code.

    A process of the code before may still run, and would fail to keep a template in a folder that is gone.
    Jinja compiles a template again when its text or Python changed. What else decides how it compiles, filters of
    constants and extensions, is code of the portal: each state of the code has a folder of its own.
    """
    settings: Settings = app.extensions["settings"]
    folder = settings.var_dir / "templates" / _state_of_code(app)
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        for other in folder.parent.iterdir():
            FileSystemBytecodeCache(str(other)).clear()
    app.jinja_env.bytecode_cache = Compiled(str(folder))


def _state_of_code(app: Flask) -> str:
    """A digest of the extensions in use and of the names, sizes and times of the portal's modules."""
    digest = hashlib.sha256(" ".join(sorted(app.jinja_env.extensions)).encode())
    for path in sorted(CODE.rglob("*.py")):
        found = path.stat()
        digest.update(f"{path.relative_to(CODE)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
