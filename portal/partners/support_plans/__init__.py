"""Individual support plans: goals in the person's words, the services of all bodies, and to each body its part."""
