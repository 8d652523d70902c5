"""Who acts when something happens in the life of a household, a member or an account: one table."""
