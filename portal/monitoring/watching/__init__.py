"""Watching over people by what their devices tell: since when somebody was not heard of, and who has to look."""
