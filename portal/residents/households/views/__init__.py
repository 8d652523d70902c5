"""Pages of a file: for staff, and for the person whom it is about."""

from portal.residents.households.views import deaths, own, staff
from portal.residents.households.views.blueprint import bp

__all__ = ["bp", "deaths", "own", "staff"]
