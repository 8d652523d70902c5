"""Short stays: a bed for every night, admission and discharge, and the home meanwhile."""

from portal.audit.words import DETAIL_WORDS
from portal.coordinators.stays import agenda, models, panels, views
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.core.sockets import Fill
from portal.web.agenda import AGENDA
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"staying": panels.on_household},
    fills=(
        Fill(AGENDA, agenda.HOMES, "homes"),
        Fill(DETAIL_WORDS, HomeTask.told, "referral.task"),
        Fill(DETAIL_WORDS, HomeAnswer.told, "referral.answer"),
    ),
    enumerations=(HomeAnswer, HomeTask),
)
