"""What staff hear of, and who is on call."""

from datetime import timedelta

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.duty import models, tasks, views
from portal.jobs import Job
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(N_("내 알림"), "duty.notices", Permission.STAFF_OWN, order=88, group=MenuGroup.OFFICE),
        Entry(
            N_("당직"),
            "duty.roster",
            Permission.ROSTER_MANAGE,
            order=72,
            group=MenuGroup.OFFICE,
            within=("duty.roster",),
        ),
    ),
    jobs=(Job("duty.digest", timedelta(minutes=15), tasks.send_digests),),
    fills=(
        Fill(EXPIRING, tasks.NOTICES, models.StaffNotice.__tablename__),
        Fill(EXPIRING, tasks.SHIFTS, models.Shift.__tablename__),
    ),
)
