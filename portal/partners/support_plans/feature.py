"""Individual support plans (개인별지원계획)."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.core.events import FOLLOWERS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.core.urgency import is_overdue
from portal.jobs import Job
from portal.partners.support_plans import actions, agenda, following, models, panels, tasks, views
from portal.partners.support_plans.presentation import FILTERS
from portal.partners.support_plans.states import (
    SUPPORT_STATES,
    DecidedBy,
    HandedBy,
    ScoredBy,
    ScoredWhen,
    SignedBy,
    StopFor,
)
from portal.partners.support_plans.views.plan import link_to_plan
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("개인별지원계획"),
            "support_plans.plans",
            Permission.HOUSEHOLD_READ,
            order=68,
            group=MenuGroup.SUPPORT,
            within=("support_plans.",),
        ),
    ),
    links={actions.SUBJECT: link_to_plan},
    panels={"household": panels.on_household},
    fills=(
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
        Fill(DETAIL_WORDS, SignedBy.told, "support_plan.agreed_by"),
        Fill(AGENDA, agenda.REVIEWS, "support_reviews"),
        Fill(AGENDA, agenda.STALE, "support_stale"),
        Fill(AGENDA, agenda.TELLING, "support_telling"),
    ),
    jobs=(Job("support-plans.begin", timedelta(hours=1), tasks.begin_plans),),
    filters=FILTERS,
    tests={"support_overdue": is_overdue},
    courses=(SUPPORT_STATES,),
    enumerations=(DecidedBy, HandedBy, ScoredWhen, ScoredBy, SignedBy, StopFor),
)
