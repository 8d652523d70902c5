"""Minutes of closed meetings go to those who were there, to confirm, object or amend, and are sealed."""
