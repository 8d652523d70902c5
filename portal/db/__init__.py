"""The database layer: base of the tables, transactions, numbers, and broken constraints turned into words."""
