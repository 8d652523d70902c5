"""Campaigns of discovery: a planned survey of some dongs, door by door, and what became of each."""
