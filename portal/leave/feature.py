"""Who is away, and who stands in."""

from datetime import timedelta

from portal.accounts.views.identity import COVERS
from portal.core.dates import format_day_of_month
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.duty.queries import ABSENCES
from portal.jobs import Job
from portal.leave import models, panels, presentation, queries, tasks, views, waiting
from portal.leave.states import LEAVE_STATES, Standing
from portal.leave.truth import untruth_of_leave
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("휴가와 대신하기"),
            "leave.own",
            Permission.CASELOAD_OWN,
            order=86,
            group=MenuGroup.OFFICE,
            within=("leave.",),
            badge=views.badge,
        ),
        Entry(
            N_("자리 비움"),
            "leave.absences",
            Permission.LEAVE_MANAGE,
            order=71,
            group=MenuGroup.OFFICE,
            within=("leave.leave",),
        ),
    ),
    panels={"today": panels.on_today},
    links={"leave": views.link_to_leave},
    jobs=(Job("leave.tell", timedelta(hours=1), tasks.tell_of_the_day),),
    fills=(
        Fill(COVERS, queries.with_cover),
        Fill(ABSENCES, queries.absences),
        Fill(TRUTHS, untruth_of_leave, "leave"),
        Fill(WAITING, waiting.LEAVES, "leaves"),
        Fill(EXPIRING, tasks.DAYS, models.LeaveDay.__tablename__),
        Fill(EXPIRING, tasks.LEAVES, models.Leave.__tablename__),
    ),
    filters={
        "days_away": presentation.days_away,
        "standing": presentation.standing,
        "stood_in_for": presentation.stood_in_for,
        "day_of_month": format_day_of_month,
    },
    tests={"still_to_come": presentation.is_to_come},
    courses=(LEAVE_STATES,),
    enumerations=(Standing,),
)
