"""Two files that may be about one person: found at every entry, joined or kept apart by the office."""
