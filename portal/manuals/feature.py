"""Standard manuals and their editions."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.core.digests import said_digest
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.documents.progress import SettingStep
from portal.jobs import Job
from portal.manuals import agenda, cli, models, tasks, views
from portal.manuals.actions.papers import set_waiting_papers
from portal.manuals.files import FILES, sweep_files
from portal.manuals.notices import LOOK, untruth_of_look
from portal.manuals.queries import papers_wait, traces
from portal.manuals.states import MANUAL_EDITION_STATES, AttachmentKind, ChangeSize, ManualEditionState, SectionKind
from portal.notifications.truth import TRUTHS, true_while
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("매뉴얼"),
            "manuals.manuals",
            Permission.MANUAL_READ,
            order=65,
            group=MenuGroup.CONSORTIUM,
            within=("manuals.",),
        ),
    ),
    links={"manual": views.link_to_manual},
    panels={
        "manual_opening": views.approvers.on_opening,
        "manual_writing": views.approvers.on_writing,
        "manual_submitting": views.approvers.on_submitting,
    },
    commands=(cli.manuals,),
    fills=(
        Fill(KEPT_FILES, FILES, FILES.folder),
        Fill(DETAIL_WORDS, SectionKind.told, "manual.section"),
        Fill(DETAIL_WORDS, ChangeSize.told, "manual.before"),
        Fill(DETAIL_WORDS, ChangeSize.told, "manual.after"),
        Fill(TRACES, traces),
        Fill(TRUTHS, true_while(models.ManualEdition, ManualEditionState.IN_REVIEW), MANUAL_EDITION_STATES.kind),
        Fill(TRUTHS, untruth_of_look, LOOK),
        Fill(AGENDA, agenda.EDITIONS, "manual_editions"),
        Fill(AGENDA, agenda.LOOKS, "manual_looks"),
        Fill(WAITING, agenda.WAITING_EDITIONS, "manual_editions"),
        Fill(WAITING, agenda.WAITING_PAPERS, "manual_papers"),
        Fill(WAITING, agenda.WAITING_LOOKS, "manual_looks"),
    ),
    jobs=(
        Job("manuals.release", timedelta(minutes=5), tasks.release),
        Job("manuals.sweep-files", timedelta(days=1), sweep_files),
        Job("manuals.papers", timedelta(seconds=5), set_waiting_papers, aside=True, waits=papers_wait),
        Job("manuals.remind", timedelta(hours=1), tasks.remind),
        Job("manuals.shelve", timedelta(hours=1), tasks.shelve),
    ),
    courses=(MANUAL_EDITION_STATES,),
    enumerations=(AttachmentKind, ChangeSize, SectionKind, SettingStep),
    filters={"manual_digest": said_digest},
)
