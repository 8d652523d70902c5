"""The outbox for the office."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.outbox import views
from portal.notifications.states import Delivery, Unsent
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    blueprint=views.bp,
    menu=(
        Entry(
            N_("보낸 알림"),
            "outbox.messages",
            Permission.MESSAGE_MANAGE,
            order=70,
            group=MenuGroup.OFFICE,
            within=("outbox.",),
        ),
    ),
    enumerations=(Delivery, Unsent),
)
