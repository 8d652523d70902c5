"""Who looked at what last month, counted by a job, judged and signed by whoever answers for privacy."""
