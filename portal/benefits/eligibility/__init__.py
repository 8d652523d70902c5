"""Who is eligible for which programme on which day, and why."""
