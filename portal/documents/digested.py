"""What digests of official documents are made of: the `repr` of all that a document says."""

from dataclasses import dataclass, fields
from types import MappingProxyType

LATER = MappingProxyType({"later": True})
"""Metadata of a field that documents sealed already do not know; its default is empty."""


@dataclass(frozen=True, slots=True)
class Digested:
    """Base of dataclasses with `repr=False`; while it is empty a field that came `LATER` changes no digest."""

    def __repr__(self) -> str:
        told = ((each.name, getattr(self, each.name), "later" in each.metadata) for each in fields(self))
        said = ", ".join(f"{name}={value!r}" for name, value, is_later in told if value or not is_later)
        return f"{type(self).__qualname__}({said})"
