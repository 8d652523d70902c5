"""What applications ask of the worker: to forget drafts that nobody came back to."""
