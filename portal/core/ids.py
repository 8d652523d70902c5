"""Identifiers that sort by the time they were made."""

import secrets
import time
from threading import Lock
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62
_RANDOM = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)


class _Maker:
    """Makes each identifier greater than the one before in this process, also within one millisecond."""

    def __init__(self) -> None:
        self.last = 0
        self.lock = Lock()

    def make(self) -> UUID:
        milliseconds = time.time_ns() // 1_000_000
        value = milliseconds << 80 | _VERSION | _VARIANT | secrets.randbits(80) & _RANDOM
        with self.lock:
            same_moment = self.last >> 80 == milliseconds
            self.last = max(value, self.last + 1) if same_moment else value
            return UUID(int=self.last)


_maker = _Maker()


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits; later ones sort later."""
    return _maker.make()
