"""The pages on which residents apply, see how it stands and consent."""

from portal.residents.applications.views import apply, consents, dong_office, front, staff, status, withdrawing
from portal.residents.applications.views.blueprint import bp

__all__ = ["bp"]

MODULES = (front, apply, status, consents, staff, dong_office, withdrawing)
"""Each adds its routes to the blueprint when it is imported."""
