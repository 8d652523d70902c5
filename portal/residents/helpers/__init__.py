"""People who help a resident and, because the resident agreed, see and do things in their place."""
