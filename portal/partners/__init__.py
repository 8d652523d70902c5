"""What passes between the consortium and other bodies: requests in and answers out, support plans."""
