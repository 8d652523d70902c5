"""Unmet needs: what people needed and did not get, why, for which service, in which dong."""
