"""Press and publicity that cannot be handed out for want of a consent, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.consortium.library.queries import closed_items
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(desk: Desk) -> Iterator[Item]:
    for each in closed_items(day_of(desk.now)):
        yield Item(
            key=f"library-{each.id}",
            what=_("보도·홍보에 나오는 분의 동의 챙기기"),
            more=each.title,
            since=each.added_at,
            deeds=(Deed(_("자료 열기"), url_for("library.item", item_id=each.id)),),
        )


WITHOUT_CONSENT = Waiting(N_("동의가 없는 보도·홍보"), Permission.LIBRARY_MANAGE, _items)
