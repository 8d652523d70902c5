"""What a programme pays for whom: programmes, eligibility, the cap ledger, settlement and its figures."""
