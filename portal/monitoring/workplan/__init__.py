"""The plan of the year: areas, tasks, their targets and how far each is by quarter."""
