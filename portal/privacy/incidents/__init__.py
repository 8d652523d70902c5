"""A leak of personal data (유출): who was touched, who is told and by when, what was done, and the file of all that."""
