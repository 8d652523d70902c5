"""Regular visits: the rhythm of a plan line, previewed, asked, accepted and booked as one."""
