"""Somebody opens a household that is not theirs, for a reason, for a few hours; the office looks at it."""
