"""The keys of sealed columns: which are in use, and sealing all anew with the first."""
