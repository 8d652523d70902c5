"""Decisions of meetings on their way into the manuals."""

from portal.consortium.mandates import models, views
from portal.consortium.mandates.actions import carry_mandates, tell_in_force
from portal.consortium.mandates.waiting import TO_OPEN
from portal.core.sockets import Fill
from portal.manuals.actions import BEGUN, RELEASED
from portal.web.feature import Feature
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"decision": views.on_decision, "manual_edition": views.on_edition},
    fills=(Fill(BEGUN, carry_mandates), Fill(RELEASED, tell_in_force), Fill(WAITING, TO_OPEN, "manual_mandates")),
)
