"""Materials of open events."""

from datetime import timedelta

from portal.consortium.materials import models, views
from portal.consortium.materials.files import FILES
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"event_desk": views.on_desk, "event": views.on_event},
    fills=(Fill(KEPT_FILES, FILES.kept, FILES.kept.folder),),
    jobs=(Job("materials.sweep-files", timedelta(days=1), FILES.sweep),),
)
