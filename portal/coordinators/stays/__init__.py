"""Short stays: asked for with their nights, admission and discharge, and the home meanwhile."""
