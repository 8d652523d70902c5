"""Tells the office before a body is to be answered, and when it is late."""

from portal.partners.requests.actions import tell_of_deadlines

__all__ = ["tell_of_deadlines"]
