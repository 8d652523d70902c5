"""The demonstration: made-up people in the real consortium, three months replayed through the real acts."""
