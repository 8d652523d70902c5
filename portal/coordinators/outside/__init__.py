"""Linked services of Care SOS: what is passed on to a body outside the consortium, and what came of it."""
