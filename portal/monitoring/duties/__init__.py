"""What is due to each household by a policy, and what became of it."""
