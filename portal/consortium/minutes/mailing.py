"""Those who were at a meeting hear that its minutes are to be confirmed: by mail, and on their desk."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.reaching import addresses_of
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.minutes.links import FOR_DEPUTY, READING
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.queries import SUBJECT, deputy_came, reads_here, silent, who_was_there
from portal.consortium.minutes.truth import says_of_silence
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.dates import format_day, format_moment
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

SUBJECT_LINE = N_("회의록을 확인해 주십시오: 제%(number)d차 %(meeting)s")
REMINDER_LINE = N_("%(until)s까지 회의록에 답해 주십시오: 제%(number)d차 %(meeting)s")
REMINDS = N_("아직 답을 듣지 못하여 한 번 더 여쭙니다.\n\n")
BODY = N_(
    "%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s의 회의록을 확인해 주십시오.\n\n%(instead)s"
    "아래 주소에서 읽고 확인하시거나, 이의를 남기거나, 고칠 것을 제안하실 수 있습니다. 로그인하지 않으셔도 됩니다.\n"
    "%(link)s\n\n%(until)s까지 답해 주십시오. %(silence)s.\n"
)
BODY_APART = N_(
    "%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s의 회의록을 확인해 주십시오.\n\n"
    "사람에 대하여 이야기한 회의여서 포털에 로그인하여 읽으십니다.\n"
    "%(link)s\n\n%(until)s까지 답해 주십시오. %(silence)s.\n"
)
BODY_BY_TELEPHONE = N_(
    "%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s의 회의록을 확인받고 있습니다.\n\n%(deputy)s"
    "사람에 대하여 이야기한 회의여서 이 메일로는 읽으실 수 없습니다. 참석하신 분이 사무국에 전화로 답해 주십시오.\n"
    "%(phone)s\n\n%(until)s까지 답해 주십시오. 답하지 않으셔도 확인한 것으로 보지 않습니다.\n"
)
BODY_TO_PASS_ON = N_(
    "%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s에는 %(stand_in)s 님이 대리로 참석하셨습니다. "
    "회의록은 참석하신 분이 확인합니다.\n\n"
    "아래 주소에 %(stand_in)s 님의 이메일을 적어 주시면 확인하실 주소를 그분께 보냅니다. 로그인하지 않으셔도 됩니다.\n"
    "%(link)s\n\n%(until)s까지 답을 받습니다. %(silence)s.\n"
)
INSTEAD = N_("%(asked)s 님을 대신하여 참석하신 회의입니다.\n\n")
PASS_ON = N_("%(deputy)s 님이 대리로 참석하셨으니 %(deputy)s 님께 이 글을 전해 주십시오.\n\n")
TO_CONFIRM = N_("확인하실 회의록이 있습니다: 제%(number)d차 %(meeting)s, %(until)s까지")

TO_PASS_ON = N_("대리인께 보내실 회의록이 있습니다: 제%(number)d차 %(meeting)s, %(until)s까지")


def ask_to_confirm(minutes: Minutes, *, actor: Actor, now: datetime) -> None:
    """Everybody who was there, whoever closed the meeting among them but for the news of what they did themselves."""
    seats = who_was_there(minutes.meeting)
    for seat, address in reached(seats).items():
        _write(minutes, seat, address, now)
    by_user = {seat.user_id: seat for seat in seats if seat.user_id and reads_here(seat) and not knows_deputy(seat)}
    open_ones = select(User).where(User.id.in_(by_user), User.disabled_at.is_(None))
    for user in db.session.scalars(open_ones.order_by(User.id)):
        seat = by_user[user.id]
        note_asked(seat, now)
        if user.id != actor.user_id:
            words = (TO_PASS_ON if deputy_came(seat) else TO_CONFIRM) % letter_words(minutes, seat)
            about = About(SUBJECT, minutes.id)
            tell_staff([user], News(Matter.MEETING, about, words, READING.path_of(seat.id), is_mailed=True), now=now)


def ask_anew(minutes: Minutes, seat: Attendee, *, now: datetime) -> None:
    """Mail one of them at the address that is known by now."""
    for who, address in reached([seat]).items():
        _write(minutes, who, address, now)


def ask_deputy(minutes: Minutes, seat: Attendee, *, now: datetime) -> None:
    """Mail the deputy who came, now that somebody told where."""
    _write(minutes, seat, seat.deputy_email, now)


def ask_once_more(minutes: Minutes, *, now: datetime) -> int:
    """Mail whoever has said nothing yet; answers how many."""
    silent_ones = reached(silent(minutes))
    for seat, address in silent_ones.items():
        _write(minutes, seat, address, now, is_reminder=True)
    return len(silent_ones)


def reached(seats: Iterable[Attendee]) -> dict[Attendee, str]:
    """Where a mail reaches who was there; who sent a deputy, while nobody knows where the deputy is reached."""
    asked = list(seats)
    return addresses_of(asked) | {seat: seat.deputy_email for seat in asked if knows_deputy(seat)}


def knows_deputy(seat: Attendee) -> bool:
    return deputy_came(seat) and bool(seat.deputy_email)


def note_asked(seat: Attendee, now: datetime) -> None:
    """Who was there is asked, not who is to pass it on to the deputy that came."""
    if not deputy_came(seat) or knows_deputy(seat):
        seat.consulted_at = now


def _write(minutes: Minutes, seat: Attendee, address: str, now: datetime, *, is_reminder: bool = False) -> None:
    words = letter_words(minutes, seat)
    send_mail(
        address,
        (REMINDER_LINE if is_reminder else SUBJECT_LINE) % words,
        (REMINDS if is_reminder else "") + _body(seat) % words,
        audience=Audience.ASKED,
        kind="minutes_reminder" if is_reminder else "meeting_minutes",
        now=now,
        about=About(SUBJECT, minutes.id, says_of_silence(seat.id) if is_reminder else ""),
        not_after=day_bounds(minutes.until)[1],
    )
    note_asked(seat, now)


def _body(seat: Attendee) -> str:
    if not reads_here(seat):
        return BODY_BY_TELEPHONE
    if seat.meeting.kind in RESTRICTED:
        return BODY_APART
    return BODY_TO_PASS_ON if deputy_came(seat) and not seat.deputy_email else BODY


def letter_words(minutes: Minutes, seat: Attendee) -> dict[str, object]:
    meeting, to_deputy = minutes.meeting, knows_deputy(seat)
    return {
        "name": seat.stand_in if to_deputy else seat.name,
        "stand_in": seat.stand_in,
        "instead": INSTEAD % {"asked": seat.name} if to_deputy else "",
        "deputy": PASS_ON % {"deputy": seat.stand_in} if seat.stand_in and not to_deputy else "",
        "when": format_moment(meeting.starts_at),
        "number": meeting.number,
        "meeting": meeting.kind.words,
        "phone": format_phone(current_settings().office_phone),
        "link": FOR_DEPUTY.address_to(seat.id, seat.deputy_email) if to_deputy else READING.address_of(seat.id),
        "until": format_day(minutes.until),
        "silence": minutes.silence.words,
    }
