"""What people ask about their own data: to see, correct, delete, stop, and who looked."""
