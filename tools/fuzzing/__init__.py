"""The API of signals, fuzzed from its own description: make fuzz."""
