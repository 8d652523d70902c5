"""Which coordinator is away on which days, and who sees to their households meanwhile."""
