"""The outbox for the office."""

from portal.audit.words import DETAIL_WORDS
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.monitoring.outbox import views
from portal.notifications.kinds import kind_words
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
    fills=(
        Fill(DETAIL_WORDS, kind_words, "message.kind"),
        Fill(
            LISTS,
            FilteredList(
                N_("보낸 알림"),
                "outbox.messages",
                Permission.MESSAGE_MANAGE,
                {"state": one_of(Delivery), "why": one_of(Unsent)},
            ),
            "messages",
        ),
    ),
)
