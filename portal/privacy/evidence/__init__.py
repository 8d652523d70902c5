"""The inspector's pack: twenty items about a period, as PDF, CSV and JSON with a manifest."""
