"""The call desk: one list of whom to telephone, shared between colleagues, and what comes of each call."""
