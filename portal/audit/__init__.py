"""The audit: what was changed, whose data was read, by whom; sealed against later change."""
