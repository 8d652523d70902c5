"""Whoever is named to come in the place of another: they are invited, answer, and are asked no more."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.audit.steps import lock
from portal.consortium.meetings.actions.writable import record_for
from portal.consortium.meetings.links import ANSWERING, FOR_DEPUTY
from portal.consortium.meetings.mailing import (
    DEPUTED,
    DEPUTY_STAYS_AWAY,
    SENDS,
    SENDS_NOBODY,
    TAKEN_BACK,
    write_to,
    write_to_deputy,
)
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.queries import is_near
from portal.consortium.meetings.reaching import addresses_of
from portal.consortium.meetings.rules import refuse_reply
from portal.consortium.meetings.states import InvitationReply
from portal.consortium.meetings.truth import SEAT, Said, says_of_seat
from portal.core.actors import Actor
from portal.core.dates import format_moment
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

COMES_INSTEAD = N_("회의에 대리인으로 오실 분으로 적혔습니다: %(when)s %(place)s")
STAYS_AWAY = N_("회의에 대신 오실 분이 오지 못합니다. 다시 알려 주십시오: %(when)s %(place)s")
NOBODY_COMES = N_("회의에 대신 오실 분이 오지 못합니다. 보내신 분께 전화로 여쭤 주십시오: %(when)s %(place)s")


def tell_of_deputy(seat: Attendee, *, now: datetime) -> None:
    """Invite whoever is named, and tell whoever named them, or names nobody any more, what their calendar shows now."""
    db.session.flush()
    if seat.deputy_email:
        seat.deputy_invited_at = seat.deputy_invited_at or now
        write_to_deputy(seat, DEPUTED, now=now)
        path = FOR_DEPUTY.path_to(seat.id, seat.deputy_email)
        _tell(seat, User.email == seat.deputy_email, COMES_INSTEAD, Said.INVITED, path, now, deputy=seat.deputy_email)
    write_to([seat], SENDS if seat.deputy else SENDS_NOBODY, now=now)


def answer_as_deputy(seat: Attendee, *, comes: bool, actor: Actor, now: datetime) -> None:
    """Whether the deputy comes. Of one who does not, whoever named them is asked anew, or the office if nothing does.

    Raises `Conflict` where another deputy was named, or none, since `seat` was read.
    """
    meeting, asked_at = seat.meeting, seat.deputy_email
    lock(meeting)
    lock(seat)
    refuse_reply(meeting, now=now)
    if seat.deputy_invited_at is None or seat.deputy_email != asked_at:
        raise Conflict(N_("그사이 대신 오실 분이 바뀌었습니다. 보내신 분께 여쭤 주십시오."))
    if comes:
        seat.deputy_comes_at = now
    else:
        clear_answer(seat, now=now)
        db.session.flush()
        if write_to([seat], DEPUTY_STAYS_AWAY, now=now):
            seat.reminded_at = now if is_near(meeting, now) else None
        else:
            _tell_office(seat, now)
        _tell(seat, User.id == seat.user_id, STAYS_AWAY, Said.REMINDED, ANSWERING.path_of(seat.id), now)
    reply = InvitationReply.COMING if comes else InvitationReply.DECLINED
    record_for(meeting, "answer", actor, now, reply=reply.value)


def clear_answer(seat: Attendee, *, now: datetime) -> None:
    """As if nobody had been asked yet."""
    release_deputy(seat, now=now)
    seat.reply, seat.replied_at, seat.reminded_at = InvitationReply.UNANSWERED, None, None
    seat.deputy = seat.deputy_email = ""


def release_deputy(seat: Attendee, *, now: datetime) -> None:
    """Whoever was invited in the place of another hears that they are asked no more, unless they have a seat by now."""
    if seat.deputy_invited_at is not None and not is_asked_at(seat.deputy_email, besides=seat):
        write_to_deputy(seat, TAKEN_BACK, now=now)
    seat.deputy_invited_at = seat.deputy_comes_at = None


def is_asked_at(email: str, *, besides: Attendee) -> bool:
    """Whether somebody is asked at this address: at any seat, or as the deputy of another seat than `besides`."""
    own = addresses_of([besides]).values()
    return is_asked_beside(email, besides) or email.casefold() in {each.casefold() for each in own}


def is_asked_beside(email: str, seat: Attendee) -> bool:
    """The same of the other seats alone: a calendar has one entry of a meeting, whoever it is asked for there."""
    others = [each for each in seat.meeting.attendees if each is not seat]
    asked = [*addresses_of(others).values(), *(each.deputy_email for each in others if each.deputy_invited_at)]
    return email.casefold() in {each.casefold() for each in asked}


def _tell_office(seat: Attendee, now: datetime) -> None:
    """Nobody else hears of it: of somebody without an address the office asks by telephone."""
    meeting = seat.meeting
    told = NOBODY_COMES % {"when": format_moment(meeting.starts_at), "place": meeting.place}
    about = About(SEAT, seat.id, says_of_seat(Said.REMINDED, meeting))
    news = News(Matter.MEETING, about, told.strip(), f"/meetings/{meeting.id}/attendance")
    tell_staff(users_who_may(Permission.MEETING_MANAGE), news, now=now)


def _tell(
    seat: Attendee, who: ColumnElement[bool], words: str, said: Said, path: str, now: datetime, *, deputy: str = ""
) -> None:
    meeting = seat.meeting
    users = db.session.scalars(select(User).where(who, User.disabled_at.is_(None))).all()
    about = About(SEAT, seat.id, says_of_seat(said, meeting, deputy))
    told = words % {"when": format_moment(meeting.starts_at), "place": meeting.place}
    tell_staff(users, News(Matter.MEETING, about, told.strip(), path, is_mailed=True), now=now)
