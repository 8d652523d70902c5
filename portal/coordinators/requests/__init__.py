"""What somebody in care asks for: more help, a word to the coordinator, another coordinator."""
