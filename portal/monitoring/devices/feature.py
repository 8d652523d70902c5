"""Devices in people's homes and who supplies them."""

from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.monitoring.devices import actions, models, presentation, views, waiting
from portal.monitoring.devices.states import DEVICE_STATES, DeviceKind, DeviceState, Trouble
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("기기 공급처"),
            "devices.suppliers",
            Permission.SUPPLIER_MANAGE,
            order=72,
            group=MenuGroup.WATCHING,
            within=("devices.supplier", "devices.new_supplier", "devices.edit_supplier", "devices.issued_key"),
        ),
        Entry(
            N_("안부 기기"),
            "devices.devices",
            Permission.WATCH_MANAGE,
            order=15,
            group=MenuGroup.WATCHING,
            within=("devices.device", "devices.order", "devices.install", "devices.hours"),
        ),
    ),
    links={"device": views.link_to_device, actions.SUPPLIER: views.link_to_supplier},
    fills=(
        Fill(AGENDA, waiting.TROUBLED, "devices"),
        Fill(WAITING, waiting.FAILING, "suppliers"),
        Fill(
            LISTS,
            FilteredList(
                N_("안부 기기"),
                "devices.devices",
                Permission.WATCH_MANAGE,
                {"state": one_of(DeviceState, [views.TROUBLE])},
            ),
            "devices",
        ),
    ),
    courses=(DEVICE_STATES,),
    enumerations=(DeviceKind, Trouble),
    functions={"kinds_words": presentation.kinds_words, "said_hours": actions.said_hours},
)
