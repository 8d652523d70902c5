"""Press and publicity that cannot be handed out for want of a consent, now or soon, among what waits for the office."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import url_for

from portal.consortium.library.models import LibraryItem, LibraryShown
from portal.consortium.library.queries import closed_items, ending_consents, shown_in_closed
from portal.consortium.library.rules import standing_of
from portal.consortium.library.states import ConsentStanding
from portal.core.clock import day_bounds, day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(desk: Desk) -> Iterator[Item]:
    """Whoever took their consent back is not asked again: there the item is taken down."""
    today = day_of(desk.now)
    against = shown_in_closed(today)
    for each in closed_items(today):
        those = against.get(each.id, ())
        withdrew = [shown for shown in those if standing_of(shown.newest, today) is ConsentStanding.WITHDRAWN]
        take_down = Deed(_("자료실에서 내리기"), url_for("library.put_away", item_id=each.id), posts=True)
        look = Deed(_("자료 열기"), url_for("library.item", item_id=each.id))
        yield Item(
            key=f"library-{each.id}",
            what=_("동의를 거둔 보도·홍보 내리기") if withdrew else _("보도·홍보에 나오는 분의 동의 챙기기"),
            more=each.title,
            since=_since(each, withdrew or those),
            deeds=(take_down, look) if withdrew else (look,),
        )


def _since(item: LibraryItem, those: Sequence[LibraryShown]) -> datetime:
    """Since when somebody does not agree, or is not noted: the first of them."""
    return min((_without_consent_since(each) for each in those), default=item.added_at)


def _without_consent_since(shown: LibraryShown) -> datetime:
    last = shown.newest
    if last is None:
        return shown.noted_at
    return day_bounds(last.withdrawn_on or last.until)[0 if last.withdrawn_on else 1]


def _ending(desk: Desk) -> Iterator[Item]:
    """What is handed out today, and not after the day on which a consent ends."""
    for ending in ending_consents(day_of(desk.now)):
        yield Item(
            key=f"library-ending-{ending.item.id}",
            what=_("곧 끝나는 보도·홍보 동의 다시 받기"),
            more=_("%(title)s · %(people)s명", title=ending.item.title, people=ending.people),
            since=desk.now,
            due=ending.last_day,
            deeds=(Deed(_("자료 열기"), url_for("library.item", item_id=ending.item.id)),),
        )


ENDING_CONSENT = Waiting(N_("곧 끝나는 보도·홍보 동의"), Permission.LIBRARY_MANAGE, _ending)
WITHOUT_CONSENT = Waiting(N_("동의가 없는 보도·홍보"), Permission.LIBRARY_MANAGE, _items)
