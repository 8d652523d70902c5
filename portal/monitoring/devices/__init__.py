"""Devices that tell of somebody's day, and who supplies them."""
