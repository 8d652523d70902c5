"""The keys by which what is sensitive lies encrypted: numbered, so that each value says which one opens it.

AES-256 in GCM with a random nonce. What is sealed is bound to its place and its owner: moved to another column or row
it does not open.
"""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

from portal.config import Settings

_NONCE_BYTES = 12
SEALING_BYTES = _NONCE_BYTES + 16
"""By how much sealed bytes are longer, beside the number of the key: nonce and tag."""

_EXTENSION = "keyring"


class NotOpened(Exception):
    """A sealed value was changed, moved, or sealed by a key that is not here."""


class Keyring:
    """Seals with the first of its keys and opens with each."""

    def __init__(self, keys: Mapping[int, str]) -> None:
        self._ciphers = {number: AESGCM(_derived(key, b"portal fields")) for number, key in keys.items()}
        self._for_browsers = [_derived(key, b"portal browsers") for key in keys.values()]
        self.numbers = tuple(keys)
        self.sealing = self.numbers[0]

    def seal(self, plain: str, place: str, owner: str) -> str:
        """`plain` as "<number of the key>.<base64>"; `place` is such as "contact.note", `owner` the row's id."""
        return f"{self.sealing}.{b64encode(self._encrypted(plain.encode(), place, owner)).decode()}"

    def open(self, sealed: str, place: str, owner: str) -> str:
        """What `seal` was given; raises `NotOpened`."""
        number, _, text = sealed.partition(".")
        try:
            encrypted = b64decode(text)
        except ValueError:
            raise NotOpened(f"{place} of {owner}") from None
        return self._decrypted(number, encrypted, place, owner).decode()

    def seal_bytes(self, plain: bytes, place: str, owner: str) -> bytes:
        return str(self.sealing).encode() + b"." + self._encrypted(plain, place, owner)

    def open_bytes(self, sealed: bytes, place: str, owner: str) -> bytes:
        """What `seal_bytes` was given; raises `NotOpened`."""
        number, _, encrypted = sealed.partition(b".")
        return self._decrypted(number.decode(errors="replace"), encrypted, place, owner)

    def for_browser_of(self, owner: str) -> list[str]:
        """Keys for what the browser of `owner` keeps, in base64: the first seals, each opens."""
        return [b64encode(hmac.digest(key, owner.encode(), "sha256")).decode() for key in self._for_browsers]

    def _encrypted(self, plain: bytes, place: str, owner: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._ciphers[self.sealing].encrypt(nonce, plain, f"{place}\0{owner}".encode())

    def _decrypted(self, number: str, encrypted: bytes, place: str, owner: str) -> bytes:
        cipher = self._ciphers.get(int(number)) if number.isdecimal() else None
        if cipher is None:
            raise NotOpened(f"{place} of {owner}: no key {number[:6]!r}")
        nonce, rest = encrypted[:_NONCE_BYTES], encrypted[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, rest, f"{place}\0{owner}".encode())
        except (InvalidTag, ValueError):
            raise NotOpened(f"{place} of {owner}") from None


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(key.encode())


def install(app: Flask, settings: Settings) -> None:
    app.extensions[_EXTENSION] = Keyring(settings.field_keys)


def keyring() -> Keyring:
    """The keys of the running application."""
    return cast(Keyring, current_app.extensions[_EXTENSION])
