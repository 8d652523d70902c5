"""What the office sees before it goes."""

PREVIEW_DAYS = 30
"""So long before, the office sees what will go."""
