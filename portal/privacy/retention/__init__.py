"""What is over its time is destroyed or made nobody's: rules, register, preview, and what is held back by law."""
