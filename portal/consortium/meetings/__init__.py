"""Meetings of the consortium: agenda, minutes, decisions, actions."""
