"""Decisions of meetings on their way into the manuals."""

from portal.consortium.mandates import models, views
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"decision": views.on_decision, "manual_edition": views.on_edition},
)
