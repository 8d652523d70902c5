"""Worries: someone tells us about a person who may need help."""
