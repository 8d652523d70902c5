"""Real servers and plain clients for tests that load the portal and for its measurements."""
