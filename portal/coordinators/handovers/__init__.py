"""A household goes from one coordinator to another: what the one knows, and that the other has taken it over."""
