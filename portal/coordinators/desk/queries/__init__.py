"""Reads for the desk: the list of households, today's work, one household's timeline and next steps."""
