"""Residents: households, the people in them, their applications and consents."""
