"""Signals of devices: how they come in, and what is kept apart of them."""
