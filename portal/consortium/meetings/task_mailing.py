"""What somebody without an account hears of what they have to do after a meeting: by mail, with whom to call."""

from datetime import date, datetime

from portal.consortium.meetings.models import Attendee, MeetingAction
from portal.consortium.meetings.states import RESTRICTED, Asked
from portal.consortium.members.models import Organisation
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

BODY = N_(
    "%(name)s 님, %(said)s\n\n%(meeting)s %(held)s\n%(task)s기한: %(due)s\n\n"
    "다 하셨거나 사정이 바뀌었으면 사무국에 전화해 주십시오. 사무국이 한 일로 적습니다.\n%(phone)s\n"
)
TASK = N_("할 일: %(task)s\n")


def mail_owner(task: MeetingAction, said: str, kind: str, about: About, *, now: datetime) -> bool:
    """Write to whoever sat in a meeting without an account and has something to do; answers whether they are reached.

    Of a meeting about people it does not say what is to be done.
    """
    seat = db.session.get(Attendee, task.owner_seat_id) if task.owner_seat_id else None
    if seat is None or seat.user_id is not None:
        return False
    name, address = reached_at(seat, day_of(now))
    if not address:
        return False
    meeting = task.meeting
    words = {
        "name": name,
        "said": said,
        "meeting": meeting.kind.words,
        "held": format_day(day_of(meeting.starts_at)),
        "task": "" if meeting.kind in RESTRICTED else TASK % {"task": task.task},
        "due": format_day(task.due_on),
        "phone": format_phone(current_settings().office_phone),
    }
    send_mail(address, said, BODY % words, audience=Audience.ASKED, kind=kind, now=now, about=about)
    return True


def reached_at(seat: Attendee, day: date) -> tuple[str, str]:
    """Name and address of whoever holds the place on a day: a member's contact may have changed since the meeting.

    One that left is written to no more: the address is "".
    """
    of_member = seat.asked_as in (Asked.MEMBER_STAFF, Asked.MEMBER_HEADS)
    member = db.session.get(Organisation, seat.asked_id) if of_member and seat.asked_id else None
    if member is None:
        return seat.name, seat.email
    has_left = member.left_on is not None and member.left_on < day
    return member.contact_name, "" if has_left else member.email
