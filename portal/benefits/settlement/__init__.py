"""Settlement: monthly statements of the co-operatives, drawn from what the ledger committed."""
