"""Referrals: asking a co-operative for one of its free slots."""
