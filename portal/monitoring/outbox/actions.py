"""Tries a message again that did not arrive, or notes that it did."""

from datetime import datetime

from portal.audit import actions as audit
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.notifications.actions import note_arrival, queue_again
from portal.notifications.models import OutboxMessage


def confirm_arrival(message: OutboxMessage, *, actor: Actor, now: datetime) -> None:
    """What nobody knew of has arrived, as somebody found out; raises `Conflict` for what is known."""
    actor.require(Permission.MESSAGE_MANAGE)
    note_arrival(message, by=actor.name, now=now)
    audit.record("message.confirmed", actor=actor, now=now, subject=("message", message.id), kind=message.kind)


def send_again(message: OutboxMessage, *, actor: Actor, now: datetime) -> None:
    """Let the worker try it anew; raises `Conflict` for what is not so any more, or was no failure."""
    actor.require(Permission.MESSAGE_MANAGE)
    queue_again(message, by=actor.name, now=now)
    audit.record("message.sent_again", actor=actor, now=now, subject=("message", message.id), kind=message.kind)
