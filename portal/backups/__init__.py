"""Back-ups of the portal, restoring them, and whether what is kept is whole."""
