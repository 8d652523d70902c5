"""Papers of meetings."""

from datetime import timedelta

from portal.consortium.meetings.tabled import TABLED
from portal.consortium.papers import models, tasks, views
from portal.consortium.papers.files import FILES
from portal.consortium.papers.queries import papers_on_table
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"meeting_papers": views.on_meeting, "invited_papers": views.on_invitation},
    fills=(Fill(KEPT_FILES, FILES.kept, FILES.kept.folder), Fill(TABLED, papers_on_table)),
    jobs=(
        Job("papers.sweep-files", timedelta(days=1), FILES.sweep),
        Job("papers.tell", timedelta(minutes=5), tasks.tell),
    ),
)
