"""Calls to make: what a message could not tell somebody in care, a person tells by telephone."""
