"""What practice teaches: gathered from visits and all that happens in care, and brought to the working meeting."""
