"""What was shown at an open event, for everybody to fetch from its page."""
