"""Staff change the e-mail by which they sign in: the new address is shown to be theirs, the old one is told."""
