"""What was changed and whose data was read, by whom."""

from datetime import timedelta

from portal.audit import cli, models, tasks, views, why
from portal.audit.downloads import DOWNLOADS
from portal.audit.refusals import REFUSALS
from portal.audit.sealing import EVERY_HOURS
from portal.audit.states import DownloadReason
from portal.audit.things import THINGS
from portal.audit.words import DETAIL_WORDS
from portal.core.filtered import LISTS, FilteredList, is_code, is_id, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.jobs import Job
from portal.web.access import GATES
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("감사 기록"), "audit.log", Permission.AUDIT_READ, order=90, group=MenuGroup.OFFICE, within=("audit.",)
        ),
    ),
    jobs=(
        Job("audit.seal", timedelta(hours=EVERY_HOURS), tasks.seal),
        Job("audit.send-head", timedelta(days=1), tasks.send_head),
    ),
    commands=(cli.audit,),
    fills=(
        Fill(DETAIL_WORDS, DownloadReason.told, "page.reason"),
        Fill(EXPIRING, REFUSALS, models.RefusedAccess.__tablename__),
        Fill(EXPIRING, DOWNLOADS, models.Download.__tablename__),
        Fill(GATES, why.ask_why),
        Fill(
            LISTS,
            FilteredList(
                N_("감사 기록"),
                "audit.log",
                Permission.AUDIT_READ,
                {"event": is_code, "kind": one_of(THINGS), "who": is_id, "reads": one_of(["y"])},
            ),
            "audit",
        ),
    ),
    enumerations=(DownloadReason,),
    functions={"without_persons": views.shown_without_persons},
)
