"""What practice teaches, on its way to the working meeting."""

from datetime import timedelta

from portal.consortium.lessons import models, tasks, views
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.jobs import Job
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("현장에서 배운 것"),
            "lessons.lessons",
            Permission.MEETING_MANAGE,
            order=61,
            group=MenuGroup.CONSORTIUM,
            within=("lessons.",),
        ),
    ),
    jobs=(Job("lessons.bring", timedelta(days=1), tasks.bring),),
    panels={"agenda_item": views.on_agenda_item},
)
