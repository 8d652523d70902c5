"""Filters of the list of households that somebody keeps under a name."""
