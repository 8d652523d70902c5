"""Everything that is kept about a person, as a file for them to read (PDF) and for programs (JSON)."""
