"""What the portal keeps of the documents it made."""

from datetime import timedelta

from portal.core.sockets import Fill
from portal.documents import cli, models
from portal.documents.actions import DOCUMENTS, sweep_orphans
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    commands=(cli.files,),
    jobs=(Job("documents.sweep", timedelta(days=1), sweep_orphans),),
    fills=(Fill(KEPT_FILES, DOCUMENTS, DOCUMENTS.folder),),
)
