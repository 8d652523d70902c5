"""What is promised to people about their data: what is kept, how long, who saw it, and what they may ask for."""
