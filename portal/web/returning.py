"""Back to the list that somebody came from to act: its links and buttons carry its address along as `back`."""

from urllib.parse import urlencode

from flask import request

from portal.web.pages import local_target


def way_back() -> str:
    """Empty where they did not come from a list."""
    return local_target(request.form.get("back") or request.args.get("back"), "")


def list_left() -> str:
    """The same for the page that they opened there: what was sent is not looked at, which may be what failed."""
    return local_target(request.args.get("back"), "")


def back_or(address: str) -> str:
    """Where an act leads on: back to the list, else to `address`."""
    return way_back() or address


def carrying(address: str) -> str:
    """The next page of the same task, so that the last one leads back."""
    return with_back(address, way_back())


def with_back(address: str, back: str) -> str:
    """An address that takes `back` along, where there is one."""
    if not back:
        return address
    path, mark, anchor = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'back': back})}{mark}{anchor}"
