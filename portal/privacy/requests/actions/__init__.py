"""Receives, answers and carries out what people ask about their own data."""
