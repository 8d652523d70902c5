"""What experts advise at advisory meetings, and what the consortium answers and does about it."""
