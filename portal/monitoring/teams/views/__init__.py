"""Pages of the two teams: the office's of volunteers, the coordinators' of charges, and the volunteers' own."""

from portal.monitoring.teams.views import charges, finding, rounds, volunteers
from portal.monitoring.teams.views.blueprint import bp

__all__ = ["bp", "charges", "finding", "rounds", "volunteers"]
