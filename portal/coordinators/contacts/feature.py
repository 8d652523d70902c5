"""When whom of a household was spoken to."""

from portal.coordinators.contacts import models, views
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
)
