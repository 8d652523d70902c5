"""Pages of the isolation questionnaire: asking somebody, the list, and the editions."""

from portal.monitoring.screening.views import asking, editing, watching
from portal.monitoring.screening.views.blueprint import bp

__all__ = ["bp"]

MODULES = (asking, editing, watching)
"""Each adds its routes to the blueprint when it is imported."""
