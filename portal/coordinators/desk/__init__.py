"""The desk: what a coordinator does today, the list of households, and the page of one household."""
