"""Tells whether an address stays on this machine."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import parse_qs, urlsplit

ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


def is_this_machine(host: str) -> bool:
    """Whether a host name, an IP address or the path of a socket leads nowhere else."""
    if host.startswith("/") or host.rstrip(".").lower() in {"localhost", ""} or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def binds_to_this_machine(bind: str) -> bool:
    """Whether nobody else reaches what listens on `bind`: "127.0.0.1:8000", "[::1]:8000", "unix:/run/portal.sock"."""
    if bind.startswith("unix:"):
        return True
    host = bind.rpartition(":")[0] if ":" in bind else bind
    return bool(host) and is_this_machine(host)


def leaves_unencrypted(database_url: str) -> bool:
    """Whether a PostgreSQL address leads to another machine without insisting on TLS."""
    if not database_url.startswith("postgresql"):
        return False
    parts = urlsplit(database_url)
    query = parse_qs(parts.query)
    hosts = [host for value in query.get("host", [parts.hostname or ""]) for host in value.split(",")]
    insists = bool(ENCRYPTED & set(query.get("sslmode", ())))
    return not insists and not all(is_this_machine(host) for host in hosts)


def leaves_plainly(address: str) -> bool:
    """Whether what is sent to an address of the web leaves this machine in the clear."""
    parts = urlsplit(address)
    return bool(address) and parts.scheme != "https" and not is_this_machine(parts.hostname or "")


HOME_PREFIX = 64
"""Of IPv6 one household or office has so many addresses that only their common part tells who it is."""


def network_of(address: str) -> str:
    """What stands for the place of an address: itself, of IPv6 its network; "" for none."""
    place = _address(address)
    if place is None:
        return ""
    return str(ip_network((place, HOME_PREFIX), strict=False)) if isinstance(place, IPv6Address) else str(place)


def is_within(address: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    place = _address(address)
    return place is not None and any(place in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        place = ip_address(text)
    except ValueError:
        return None
    return (place.ipv4_mapped or place) if isinstance(place, IPv6Address) else place
