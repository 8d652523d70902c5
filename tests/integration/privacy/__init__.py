"""What is promised about data, from the outside."""
