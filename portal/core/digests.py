"""How a SHA-256 is shown to people."""

SHORT = 16
"""So many hexadecimal digits stand on papers and screens: nobody makes two things that have the same."""


def said_digest(digest: str) -> str:
    """1a2b 3c4d 5e6f 7a8b: as papers and screens show it, and as people read it to each other."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest[:SHORT]), 4))
