"""Campaigns of discovery."""

from datetime import timedelta

from portal.core.events import FOLLOWERS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.jobs import Job
from portal.monitoring.surveys import actions, agenda, following, models, tasks, views
from portal.monitoring.surveys.states import DOOR_STATES, SURVEY_STATES
from portal.monitoring.surveys.views.planning import link_to_survey
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("발굴 조사"),
            "surveys.surveys",
            Permission.SURVEY_WORK,
            order=64,
            group=MenuGroup.WATCHING,
            within=(
                "surveys.survey",
                "surveys.new",
                "surveys.edit",
                "surveys.bring",
                "surveys.divide",
                "surveys.door",
                "surveys.follow_up",
            ),
        ),
        Entry(
            N_("발굴 통계"),
            "surveys.figures",
            Permission.FIGURES_READ,
            order=66,
            group=MenuGroup.FIGURES,
        ),
    ),
    links={actions.SUBJECT: link_to_survey},
    jobs=(Job("surveys.hand_on", timedelta(hours=1), tasks.hand_on),),
    fills=(
        Fill(AGENDA, agenda.NEEDS, "doors"),
        Fill(WAITING, agenda.WAITING_NEEDS, "doors"),
        Fill(WAITING, agenda.WAITING_SURVEYS, "surveys"),
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
        Fill(EXPIRING, actions.ADDRESSES, models.DoorAddress.__tablename__),
    ),
    courses=(SURVEY_STATES, DOOR_STATES),
)
