"""Members of the consortium: organisations, their agreements and the dongs they serve."""
