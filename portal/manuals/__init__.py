"""Standard manuals: sections, steps, editions and their approval."""
