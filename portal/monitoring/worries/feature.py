"""Worries that somebody tells of."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.worries import models, views
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("걱정 소식"),
            "worries.worries",
            Permission.WORRY_HANDLE,
            order=60,
            within=("worries.",),
            badge=views.badge,
        ),
    ),
)
