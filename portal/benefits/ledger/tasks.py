"""What happens to the ledger by the clock: what is held follows prices that changed since."""
