"""Guests who are to be told by telephone, and what follows an event that was held, among what waits for the office."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from portal.consortium.events.models import OpenEvent
from portal.consortium.events.queries import events_to_finish, guests_go_on, guests_to_call
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


def _afterwards(desk: Desk) -> Iterator[Item]:
    """What is to be done first; due before the guests are destroyed, for then it can be done no more."""
    for event in events_to_finish(desk.now):
        yield Item(
            key=f"event-after-{event.id}",
            what=_next_step(event),
            more=event.title,
            since=event.ends_at,
            due=day_of(guests_go_on(event)) - timedelta(days=1),
            deeds=(Deed(_("행사 보기"), url_for("events.desk", event_id=event.id)),),
        )


def _next_step(event: OpenEvent) -> str:
    if event.came is None and event.registered > event.withdrawn:
        return _("행사에 누가 왔는지 적기")
    return _("행사에서 나눈 이야기 적기") if not event.proceedings else _("행사에 온 분들께 감사 인사 하기")


AFTERWARDS = Waiting(N_("마친 행사"), Permission.EVENT_MANAGE, _afterwards)
TO_CALL = Waiting(N_("전화로 알릴 행사 참가자"), Permission.EVENT_MANAGE, _items)
