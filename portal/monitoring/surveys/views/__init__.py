"""Pages of surveys: planning them, walking from door to door, and the figures."""

from portal.monitoring.surveys.views import doors, figures, planning
from portal.monitoring.surveys.views.blueprint import bp

__all__ = ["bp"]

MODULES = (planning, doors, figures)
"""Each adds its routes to the blueprint when it is imported."""
