"""The public feed of services for machines."""

from portal.api.hsds.views import bp
from portal.web.feature import Feature

feature = Feature(blueprint=bp)
