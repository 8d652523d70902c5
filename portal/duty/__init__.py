"""What staff must hear of, how each wants to hear it, and who is on call when the office is closed."""
