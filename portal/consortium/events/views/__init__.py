"""Pages of open events, for everybody and for the office."""

from portal.consortium.events.views import desk, guests, public
from portal.consortium.events.views.blueprint import bp
from portal.consortium.events.views.desk import link_to_event

__all__ = ["bp", "desk", "guests", "link_to_event", "public"]
