"""What the worker does for those who are to read a manual."""

from datetime import datetime

from portal.consortium.confirmations.actions import ask_who_came_later, remind_readers


def ask(now: datetime) -> int:
    """Ask whoever came after a manual changed, and remind; runs in the transaction of its caller."""
    return ask_who_came_later(now) + remind_readers(now)
