"""Monitoring contacts of the coordinator with the household."""
