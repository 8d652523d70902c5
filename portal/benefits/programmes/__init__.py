"""Programmes as dated editions of rules, and the tables they calculate with."""
