"""Requests of other bodies and what they are answered."""
