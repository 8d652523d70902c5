"""Back-ups and restoring."""

from portal.backups import cli, evidence, models, queries, tasks, views
from portal.backups.rules import DRILL_EVERY
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.holding import HELD_SINCE
from portal.privacy.evidence.items import EVIDENCE, PackItem
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("백업"),
            "backups.backups",
            Permission.BACKUP_MANAGE,
            order=94,
            group=MenuGroup.OFFICE,
            within=("backups.",),
        ),
    ),
    jobs=(Job("backups.drill", DRILL_EVERY, tasks.run_drill, aside=True),),
    commands=(
        cli.backup_command,
        cli.backup_key_command,
        cli.restore_command,
        cli.verify_command,
        cli.drill_command,
    ),
    fills=(
        Fill(HELD_SINCE, queries.held_since),
        Fill(WAITING, views.WAITS, "backups"),
        Fill(EVIDENCE, evidence.drills, PackItem.DRILLS),
    ),
)
