"""Guests without e-mail who are to be told by telephone, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.consortium.events.queries import guests_to_call
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(desk: Desk) -> Iterator[Item]:
    """Each event once: its page names whom to call."""
    told = set()
    for guest in guests_to_call(desk.now):
        if guest.event_id in told:
            continue
        told.add(guest.event_id)
        yield Item(
            key=f"event-call-{guest.event_id}",
            what=_("행사 참가자에게 전화로 알리기"),
            more=guest.event.title,
            since=guest.call_since or desk.now,
            due=day_of(guest.event.starts_at),
            deeds=(Deed(_("참가자 보기"), url_for("events.desk", event_id=guest.event_id)),),
        )


TO_CALL = Waiting(N_("전화로 알릴 행사 참가자"), Permission.EVENT_MANAGE, _items)
