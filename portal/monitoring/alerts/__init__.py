"""Alerts: somebody has not been heard of, and step by step somebody looks until they were seen."""
