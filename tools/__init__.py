"""Programs for building, checking and serving the portal from its source tree."""
