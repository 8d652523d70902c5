"""The waiting list: needs of agreed plans for which no place is free, and the places offered to them in turn."""
