"""Applications: how someone asks for help, online, by telephone, at a counter, on paper or through a helper."""
