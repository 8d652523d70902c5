"""What whoever is asked to a meeting reads beforehand: files that the office adds to it, kept with its minutes."""
