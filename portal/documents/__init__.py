"""Official documents: what they look like, how they become PDF, and where the files are kept."""
