"""Decides what of an address makes a filter."""

from collections.abc import Mapping
from urllib.parse import urlencode

AT_MOST = 12
NAMES = ("state", "dong", "due", "sort", "order")


def query_of(asked: Mapping[str, str]) -> str:
    """The filter of an address, always written alike; "" for none. Sought words and pages are left out."""
    return urlencode([(name, asked[name]) for name in NAMES if asked.get(name)])
