"""Consents, each on its own, with the edition of the text that was shown."""
