"""The workers of the co-operatives."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.core.filtered import LISTS, FilteredList, is_id, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING
from portal.workforce.workers import models, presentation, queries, tasks, views, waiting
from portal.workforce.workers.photos import PHOTOS, sweep_photos
from portal.workforce.workers.states import CheckKind, WorkerStanding
from portal.workforce.workers.truth import CHECKS, untruth_of_checks

GONE = Expiring(models.WorkerCheck, queries.checks_over)

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("종사자"),
            "workers.workers",
            Permission.WORKER_READ,
            order=72,
            group=MenuGroup.CONSORTIUM,
            within=("workers.",),
            badge=views.badge,
            counts=N_("확인이 없는 종사자"),
        ),
    ),
    links={"worker": views.link_to_worker},
    jobs=(
        Job("workers.warn", timedelta(days=1), tasks.warn_of_checks),
        Job("workers.sweep-photos", timedelta(days=1), sweep_photos),
    ),
    fills=(
        Fill(TRACES, queries.traces),
        Fill(TRUTHS, untruth_of_checks, CHECKS),
        Fill(WAITING, waiting.CHECKS, "workers"),
        Fill(KEPT_FILES, PHOTOS, PHOTOS.folder),
        Fill(DETAIL_WORDS, CheckKind.told, "worker.kind"),
        Fill(EXPIRING, GONE, models.WorkerCheck.__tablename__),
        Fill(
            LISTS,
            FilteredList(
                N_("종사자"), "workers.workers", Permission.WORKER_READ, {"member": is_id, "left": one_of(["1"])}
            ),
            "workers",
        ),
    ),
    filters={
        "worker_standing": presentation.worker_standing,
        "missing_checks": presentation.missing_checks,
        "checks_until": presentation.checks_until,
    },
    enumerations=(CheckKind, WorkerStanding),
)
