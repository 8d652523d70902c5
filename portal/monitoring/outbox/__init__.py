"""The office sees what was sent, what waits, and what did not go."""
