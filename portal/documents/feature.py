"""What the portal keeps of the documents it made."""

from datetime import timedelta

from portal.documents import models
from portal.documents.actions import sweep_orphans
from portal.jobs import Job
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    jobs=(Job("documents.sweep", timedelta(days=1), sweep_orphans),),
)
