"""Training of workers and coordinators: courses, sessions, certificates, and whose training is missing."""
