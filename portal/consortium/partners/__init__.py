"""Bodies with which the consortium works together and that are no members: partners of Care SOS, hospitals, offices."""
