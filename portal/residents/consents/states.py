"""Kinds of consent (개인정보보호법; domain.md §6)."""

from enum import StrEnum


class ConsentKind(StrEnum):
    COLLECTION = "collection"
    SENSITIVE = "sensitive"
    THIRD_PARTY = "third_party"
    PUBLICITY = "publicity"


class GivenBy(StrEnum):
    SELF = "self"
    HELPER = "helper"
    STAFF = "staff"
