"""Unmet needs, for the office and the working meeting."""

from datetime import timedelta

from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.referrals.asked import DECLINE_UNDONE
from portal.coordinators.unmet import actions, lessons, models, tasks, views
from portal.coordinators.unmet.states import UnmetReason
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(Entry(N_("미충족 욕구"), "unmet.needs", Permission.MEMBER_MANAGE, order=67, group=MenuGroup.SUPPORT),),
    jobs=(Job("unmet.write-down", timedelta(minutes=15), tasks.write_needs_down),),
    fills=(Fill(LESSONS, lessons.UNMET, "unmet"), Fill(DECLINE_UNDONE, actions.take_back_decline)),
    enumerations=(UnmetReason,),
)
