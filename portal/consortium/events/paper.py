"""Name badges of an event's guests, and the list for the door."""

from collections.abc import Sequence
from datetime import datetime

from portal.consortium.events.models import EventGuest, OpenEvent
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.documents.model import Align, Badge, Badges, Column, Document, Overview, Table
from portal.extensions import current_settings


def badges_document(event: OpenEvent, guests: Sequence[EventGuest], *, made_at: datetime) -> Document:
    """Two columns of badges of 85 by 55 mm, to cut out."""
    return Document(
        title=N_("이름표"),
        author=current_settings().office_name,
        created_at=made_at,
        ending=False,
        strict=False,
        blocks=(Badges(tuple(Badge(each.name, each.home, event.title) for each in guests)),),
    )


def door_list_document(event: OpenEvent, guests: Sequence[EventGuest], *, made_at: datetime) -> Document:
    """Who has a place, with room for a mark."""
    columns = (
        Column(N_("순번"), 12, Align.CENTRE),
        Column(N_("이름"), 30),
        Column(N_("소속"), 38),
        Column(N_("확인"), 20),
    )
    rows = tuple((str(place), each.name, each.home, "") for place, each in enumerate(guests, 1))
    facts = ((N_("때"), format_moment(event.starts_at)), (N_("곳"), event.place))
    return Document(
        title=N_("%(title)s 참가자 명단") % {"title": event.title},
        author=current_settings().office_name,
        created_at=made_at,
        strict=False,
        blocks=(
            Overview((*facts, (N_("참가자"), N_("%(count)d명") % {"count": len(guests)}))),
            Table(columns, rows, N_("참가자"), row_heads=True),
        ),
    )
