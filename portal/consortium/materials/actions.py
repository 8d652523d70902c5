"""The office adds materials to an open event, before it or after, and takes them away again."""

from datetime import datetime

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.events.models import OpenEvent
from portal.consortium.materials.files import FILES
from portal.consortium.materials.models import EventMaterial
from portal.consortium.materials.queries import materials_of
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.added import of_sent, refuse_more
from portal.documents.sent import Sent
from portal.extensions import db


def add_material(event: OpenEvent, title: str, sent: Sent, *, actor: Actor, now: datetime) -> EventMaterial:
    """Everybody sees it at once where the event is announced."""
    actor.require(Permission.EVENT_MANAGE)
    lock(event)
    if event.is_called_off:
        raise Conflict(N_("취소된 행사입니다."))
    refuse_more(len(materials_of(event)))
    FILES.store().put(sent[0], db.session)
    material = EventMaterial(event=event, title=title, added_at=now, **of_sent(sent))
    db.session.add(material)
    _record("open_event.attach", event, actor, now)
    return material


def remove_material(material: EventMaterial, *, actor: Actor, now: datetime) -> None:
    """Its file goes with the next sweep."""
    actor.require(Permission.EVENT_MANAGE)
    event = material.event
    lock(event)
    db.session.delete(material)
    _record("open_event.detach", event, actor, now)


def _record(deed: str, event: OpenEvent, actor: Actor, now: datetime) -> None:
    db.session.flush()
    record(deed, actor=actor, now=now, subject=("open_event", event.id))
