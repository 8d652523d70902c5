"""Papers of meetings."""

from datetime import timedelta

from portal.consortium.papers import models, views
from portal.consortium.papers.files import FILES, sweep_files
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"meeting_papers": views.on_meeting, "invited_papers": views.on_invitation},
    fills=(Fill(KEPT_FILES, FILES, FILES.folder),),
    jobs=(Job("papers.sweep-files", timedelta(days=1), sweep_files),),
)
