"""Consulting records: what a member asked the lead agency, what it was advised, and what became of it."""
