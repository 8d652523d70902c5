"""How long things are kept, and what becomes of them then."""

from datetime import timedelta

from portal.core.keeping import Class, Retention
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.privacy.retention import joining, models, views
from portal.privacy.retention.actions import destroy_what_is_over
from portal.privacy.retention.states import DestroyedFor
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("파기"),
            "retention.register",
            Permission.RETENTION_MANAGE,
            order=92,
            group=MenuGroup.PRIVACY,
            within=("retention.",),
        ),
    ),
    jobs=(Job("privacy.destroy", timedelta(days=1), destroy_what_is_over),),
    fills=(Fill(CARRIERS, joining.CARRIER),),
    enumerations=(Class, DestroyedFor, Retention),
)
