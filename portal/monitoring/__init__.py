"""Monitoring: worries that neighbours report."""
