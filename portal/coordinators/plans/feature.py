"""Assessments and care plans."""

from portal.audit.words import DETAIL_WORDS
from portal.benefits.eligibility.changes import FACTS_CHANGED
from portal.coordinators.plans import actions, agenda, models, panels, presentation, views
from portal.coordinators.plans.states import PLAN_STATES, AgreedBy, HowOften
from portal.core.sockets import Fill
from portal.web.agenda import AGENDA
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"my_plan": panels.my_payers},
    fills=(
        Fill(DETAIL_WORDS, AgreedBy.told, "plan.agreed_by"),
        Fill(FACTS_CHANGED, actions.renew_payers),
        Fill(AGENDA, agenda.NEW, "new"),
        Fill(AGENDA, agenda.REVIEWS, "reviews"),
    ),
    filters={"cadence": presentation.line_cadence},
    courses=(PLAN_STATES,),
    enumerations=(HowOften,),
)
