"""The consortium: its members, what they offer, when they are free, and its meetings."""
