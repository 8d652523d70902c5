"""The cap ledger: what is held, committed and left of a person's annual cap, and what each booking costs whom."""
