"""Filters of the lists of staff that somebody keeps under a name."""
