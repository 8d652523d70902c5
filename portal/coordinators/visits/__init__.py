"""Visits: booked, done and recorded."""
