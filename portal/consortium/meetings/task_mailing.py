"""What somebody without an account hears of what they have to do after a meeting: by mail, with whom to call."""

from datetime import datetime

from portal.consortium.meetings.links import DOING
from portal.consortium.meetings.models import MeetingAction
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.task_links import open_until, reached_at, seat_of
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

BODY = N_(
    "%(name)s 님, %(said)s\n\n%(meeting)s %(held)s\n%(task)s기한: %(due)s\n\n"
    "%(done)s사정이 바뀌었으면 사무국에 전화해 주십시오. 사무국이 한 일로 적습니다.\n%(phone)s\n"
)
DONE = N_(
    "다 하셨으면 아래 주소에서 한 일로 적어 주십시오. 로그인하지 않으셔도 됩니다.\n%(link)s\n"
    "%(until)s까지 한 번 쓰실 수 있습니다.\n\n"
)
TASK = N_("할 일: %(task)s\n")


def mail_owner(task: MeetingAction, said: str, kind: str, about: About, *, now: datetime) -> bool:
    """Write to whoever sat in a meeting without an account and has something to do; answers whether they are reached.

    Of a meeting about people it does not say what is to be done.
    """
    seat = seat_of(task)
    if seat is None:
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
        "done": _link(task, address, now),
        "phone": format_phone(current_settings().office_phone),
    }
    send_mail(address, said, BODY % words, audience=Audience.ASKED, kind=kind, now=now, about=about)
    return True


def _link(task: MeetingAction, address: str, now: datetime) -> str:
    until = open_until(task)
    if day_of(now) > until:
        return ""
    return DONE % {"link": DOING.address_to(task.id, address), "until": format_day(until)}
