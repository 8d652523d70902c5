"""The inventory of what is kept of people."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.privacy.inventory import views
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    blueprint=views.bp,
    menu=(
        Entry(N_("개인정보 목록"), "inventory.tables", Permission.INVENTORY_READ, order=91, group=MenuGroup.PRIVACY),
    ),
)
