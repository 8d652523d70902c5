"""Who works by a manual confirms that they read a major change of it."""
