"""Requests of other bodies to the consortium, and what they are answered."""
