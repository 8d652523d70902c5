"""Reads of minutes that are to be confirmed, and of what was said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import RESTRICTED, THERE, Presence
from portal.consortium.minutes.links import FOR_DEPUTY, READING
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.rules import holds, may_answer, was_asked
from portal.consortium.minutes.scope import minutes_in_scope
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer, MinutesState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.numbers import Numbered
from portal.extensions import db

SUBJECT = "minutes"
"""The subject of what is written about them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a link is for: whose seat it is, and whether it went to the deputy who came."""

    seat: Attendee
    is_deputy: bool = False

    def may_answer(self, actor: Actor) -> bool:
        return may_answer(
            deputy_came=deputy_came(self.seat),
            as_deputy=self.is_deputy,
            is_who_was_asked=actor.user_id is not None and actor.user_id == self.seat.user_id,
            hears_others=actor.can(Permission.MEETING_MANAGE),
        )


MINUTES = Numbered(SUBJECT, func.coalesce(Minutes.number, ""), Minutes.id)


def find_minutes(meeting: Meeting) -> Minutes | None:
    """Those of a closed meeting; None of one that asks nobody to confirm."""
    return db.session.scalar(_whole().where(Minutes.meeting_id == meeting.id))


def get_minutes(minutes_id: UUID, *, viewer: Actor) -> Minutes:
    """Raises `NotFound`."""
    viewer.require(Permission.MEETING_READ)
    found = db.session.scalar(_whole().where(Minutes.id == minutes_id, minutes_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def get_amendment(reply_id: UUID, *, viewer: Actor) -> MinutesReply:
    """What the office is to answer. Raises `NotFound`."""
    viewer.require(Permission.MEETING_MANAGE)
    wanted = (MinutesReply.id == reply_id, MinutesReply.answer == MinutesAnswer.AMENDS)
    found = db.session.scalar(select(MinutesReply).where(*wanted).options(joinedload(MinutesReply.minutes)))
    if found is None:
        raise NotFound
    return found


def reader_by_link(token: str) -> Reader | None:
    """Whom a link is for; None where the link is none of ours, or went to where no deputy is reached any more.

    Whoever shows its minutes asks who may read.
    """
    seat = _seat(READING.thing_in(token))
    if seat is not None:
        return Reader(seat)
    seat = _seat(FOR_DEPUTY.named_in(token))
    if seat is None or not deputy_came(seat) or not FOR_DEPUTY.went_to(token, seat.id, seat.deputy_email):
        return None
    return Reader(seat, is_deputy=True)


def _seat(seat_id: UUID | None) -> Attendee | None:
    return db.session.get(Attendee, seat_id) if seat_id else None


def who_was_there(meeting: Meeting) -> list[Attendee]:
    """Those who are asked to confirm, observers among them."""
    return [seat for seat in meeting.attendees if seat.presence in THERE]


def deputy_came(seat: Attendee) -> bool:
    return seat.presence is Presence.DEPUTY


def reads_here(seat: Attendee) -> bool:
    """Whether who was there can read: those about people open to an account alone, and not to who sent a deputy."""
    return seat.meeting.kind not in RESTRICTED or account_there(seat) is not None


def account_there(seat: Attendee) -> UUID | None:
    """The account of who came themselves; None of a guest, and where a deputy came."""
    return None if deputy_came(seat) else seat.user_id


def confirmed_by(minutes: Minutes) -> dict[UUID, MinutesReply]:
    """By seat: the last word of who confirmed and has not objected since."""
    said: dict[UUID, MinutesReply] = {}
    for each in minutes.replies:
        if each.answer is MinutesAnswer.CONFIRMED:
            said[each.seat_id] = each
        elif each.answer is MinutesAnswer.OBJECTED and minutes.last_word_counts:
            said.pop(each.seat_id, None)
    return said


def confirms_still(minutes: Minutes) -> dict[UUID, MinutesReply]:
    """The same of those who confirmed what the minutes say by now."""
    return {seat: each for seat, each in confirmed_by(minutes).items() if holds(each.said_at, minutes.amended_at)}


def open_amendments(minutes: Minutes) -> list[MinutesReply]:
    """What the office has not answered."""
    return [each for each in minutes.replies if each.answer is MinutesAnswer.AMENDS and each.outcome is None]


def taken_in(minutes: Minutes) -> list[MinutesReply]:
    """How the minutes were amended."""
    return [each for each in minutes.replies if each.outcome is AmendmentOutcome.TAKEN_IN]


def objections(minutes: Minutes) -> list[MinutesReply]:
    """What stands in the minutes against them: objections, and amendments that were not taken in."""
    refused = (each for each in minutes.replies if each.outcome is AmendmentOutcome.NOT_TAKEN_IN)
    return sorted(
        [*(each for each in minutes.replies if each.answer is MinutesAnswer.OBJECTED), *refused],
        key=lambda each: (each.said_at, each.id),
    )


def minutes_out() -> list[Minutes]:
    """All that wait for somebody to confirm, the oldest first."""
    out = _whole().where(Minutes.state == MinutesState.OUT)
    return list(db.session.scalars(out.order_by(Minutes.until, Minutes.id)))


def silent(minutes: Minutes) -> list[Attendee]:
    """Those who were there and have said nothing yet."""
    said = {each.seat_id for each in minutes.replies}
    return [seat for seat in who_was_there(minutes.meeting) if seat.id not in said]


def not_consulted(day: date) -> list[tuple[Minutes, Attendee]]:
    """Who is `unheard` while something may be said: the most urgent first."""
    out = _whole().where(Minutes.state == MinutesState.OUT, Minutes.until >= day)
    out = out.options(joinedload(Minutes.meeting).selectinload(Meeting.attendees))
    found = db.session.scalars(out.order_by(Minutes.until, Minutes.id))
    return [(minutes, seat) for minutes in found for seat in unheard(minutes)]


def unheard(minutes: Minutes) -> list[Attendee]:
    """Who was there, and was neither asked about what the minutes say by now nor has said anything of it."""
    amended_at = minutes.amended_at
    said = {each.seat_id for each in minutes.replies if holds(each.said_at, amended_at)}
    there = [seat for seat in who_was_there(minutes.meeting) if not was_asked(seat.consulted_at, amended_at)]
    return [seat for seat in there if seat.id not in said]


def waits_for(user_id: UUID, day: date) -> ColumnElement[bool]:
    """SQL on `Minutes` and `Attendee`: nothing was said yet, while it may be, by somebody who was there.

    Or by a deputy of whom nobody knows where a mail reaches them: whoever sent them says it.
    """
    said = exists().where(MinutesReply.minutes_id == Minutes.id, MinutesReply.seat_id == Attendee.id)
    about_people = select(Meeting.id).where(Meeting.kind.in_(RESTRICTED)).correlate(None)
    reads = (Attendee.presence != Presence.DEPUTY) | (
        Minutes.meeting_id.not_in(about_people) & (Attendee.deputy_email == "")
    )
    is_asked = (Attendee.user_id == user_id) & Attendee.presence.in_(THERE)
    return is_asked & reads & (Minutes.state == MinutesState.OUT) & (Minutes.until >= day) & ~said


def minutes_to_confirm(user_id: UUID, day: date) -> list[tuple[Minutes, Attendee]]:
    """What somebody has still to read and confirm, the most urgent first."""
    rows = select(Minutes, Attendee).join(Attendee, Attendee.meeting_id == Minutes.meeting_id)
    rows = rows.where(waits_for(user_id, day)).options(joinedload(Minutes.meeting))
    found = db.session.execute(rows.order_by(Minutes.until, Minutes.id))
    return [(minutes, seat) for minutes, seat in found]


def unanswered_amendments() -> list[MinutesReply]:
    """Whatever the office is to answer, the oldest first."""
    is_out = MinutesReply.minutes.has(Minutes.state == MinutesState.OUT)
    is_open = (MinutesReply.answer == MinutesAnswer.AMENDS) & MinutesReply.outcome.is_(None)
    rows = select(MinutesReply).where(is_open, is_out)
    rows = rows.options(joinedload(MinutesReply.minutes).joinedload(Minutes.meeting), joinedload(MinutesReply.seat))
    return list(db.session.scalars(rows.order_by(MinutesReply.said_at, MinutesReply.id)))


def of_item(replies: Iterable[MinutesReply], item_id: UUID | None) -> list[MinutesReply]:
    """Those that are about one point, or about none."""
    return [each for each in replies if each.item_id == item_id]


def _whole() -> Select[Minutes]:
    whole = (joinedload(Minutes.meeting), selectinload(Minutes.replies).joinedload(MinutesReply.seat))
    return select(Minutes).options(*whole)
