"""What the worker does for the papers of meetings."""

from datetime import datetime

from portal.consortium.papers.actions import tell_new_papers


def tell(now: datetime) -> int:
    """Tell of papers that were added after invitations went out; answers how many mails go."""
    return tell_new_papers(now=now)
