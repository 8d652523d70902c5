"""What people answer who are asked to a meeting."""

from collections.abc import Collection
from datetime import datetime, timedelta

from portal.consortium.meetings.actions import answer_invitation
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import InvitationReply
from portal.core.actors import ANONYMOUS
from portal.demo.world import World

ANSWERS = (
    InvitationReply.COMING,
    InvitationReply.COMING,
    InvitationReply.DEPUTY,
    InvitationReply.COMING,
    InvitationReply.UNANSWERED,
    InvitationReply.COMING,
    InvitationReply.DECLINED,
)
DEPUTIES = ("문가온", "서다솜", "추하린")


def let_answer(
    world: World, meeting: Meeting, absent: Collection[str], now: datetime, *, came: Collection[str] = ()
) -> None:
    """Most people answer on the next days: they come, send somebody, cannot, or say nothing.

    Experts who `came` have said nothing else.
    """
    users = {world.actors[code].user_id for code in absent}
    for place, seat in enumerate(meeting.attendees):
        reply = InvitationReply.DECLINED if seat.user_id in users else ANSWERS[place % len(ANSWERS)]
        if seat.name in came:
            reply = InvitationReply.COMING
        if reply is not InvitationReply.UNANSWERED:
            moment = world.surely(now + timedelta(hours=2 + 13 * place % 60))
            if moment >= meeting.starts_at:
                continue
            world.at(moment, _Answer(seat, reply, DEPUTIES[place // len(ANSWERS) % len(DEPUTIES)]))


class _Answer:
    """By the link of the mail."""

    def __init__(self, seat: Attendee, reply: InvitationReply, deputy: str) -> None:
        self.seat, self.reply = seat, reply
        self.deputy = deputy if reply is InvitationReply.DEPUTY else ""

    def __call__(self, now: datetime) -> None:
        answer_invitation(self.seat, self.reply, actor=ANONYMOUS, now=now, deputy=self.deputy)
