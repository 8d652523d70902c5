"""What is said beside the name of somebody who was asked: in whose place, from when until when, who votes for them."""

from collections.abc import Iterator

from portal.consortium.meetings.models import Attendee, MeetingAction
from portal.consortium.meetings.states import Presence
from portal.core.clock import day_of
from portal.core.dates import format_clock, format_day
from portal.core.messages import N_

IN_PLACE_OF = N_("%(name)s 대리")
CAME = N_("%(at)s에 옴")
WENT = N_("%(at)s에 감")
EXCUSED = N_("알리고 불참")
DEPUTY = N_("대리 %(name)s")
DEPUTY_ASKED = N_("대리 %(name)s (초대를 보냄)")
DEPUTY_COMES = N_("대리 %(name)s (오신다고 답함)")
PROXY = N_("표결을 %(name)s에게 위임")

WRITTEN_BY = N_("%(name)s 적음")


def called(seat: Attendee) -> str:
    """By what name somebody stands on pages and papers that others read."""
    return seat.named_as or seat.name


def of_organisation(seat: Attendee) -> str:
    """As others read it: where somebody works tells who they are."""
    return "" if seat.named_as else seat.organisation


def deputy_words(seat: Attendee) -> str:
    """Who is named to come in somebody's place, and whether they said that they do."""
    said = DEPUTY_COMES if seat.deputy_comes_at else DEPUTY_ASKED if seat.deputy_invited_at else DEPUTY
    return said % {"name": seat.deputy}


def remarks(seat: Attendee) -> str:
    """오세라 대리, 14:20에 옴"""
    return ", ".join(_remarks(seat))


def _remarks(seat: Attendee) -> Iterator[str]:
    if seat.stand_in:
        yield IN_PLACE_OF % {"name": called(seat)}
    if seat.arrived_at:
        yield CAME % {"at": format_clock(seat.arrived_at)}
    if seat.left_at:
        yield WENT % {"at": format_clock(seat.left_at)}
    if seat.presence is Presence.EXCUSED:
        yield EXCUSED
    holder = next((each for each in seat.meeting.attendees if each.id == seat.proxy_holder_id), None)
    if holder is not None:
        yield PROXY % {"name": holder.stand_in or called(holder)}


def ended_words(task: MeetingAction) -> str:
    """오세라 (울림두레), 2026. 11. 10.(화), 한지원 적음: whose it was, when it was done, and who else said so."""
    said = [task.owner_name, format_day(day_of(task.done_at)) if task.done_at else ""]
    if task.done_by not in task.owner_name:
        said.append(WRITTEN_BY % {"name": task.done_by})
    return ", ".join(filter(None, said))
