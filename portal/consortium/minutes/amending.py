"""What follows by mail and on desks when the office has answered who wanted minutes amended."""

from datetime import datetime

from portal.accounts.models import User
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.minutes.links import READING
from portal.consortium.minutes.mailing import knows_deputy, letter_words, note_asked, reached
from portal.consortium.minutes.models import MinutesReply
from portal.consortium.minutes.queries import SUBJECT, confirmed_by, deputy_came, reads_here, who_was_there
from portal.consortium.minutes.states import AmendmentOutcome
from portal.consortium.minutes.truth import ANSWERED
from portal.core.clock import day_bounds
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

ANSWER_LINE = N_("회의록을 고쳐 달라는 말씀에 답합니다: 제%(number)d차 %(meeting)s")
ANSWER = N_("%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s의 회의록을 고쳐 달라는 말씀에 답합니다.\n\n%(said)s")
SAID = N_("하신 말씀: %(words)s\n답: %(outcome)s\n")
WHY = N_("까닭: %(reason)s\n")
IS_IN = N_("\n회의록에 하신 말씀이 실렸습니다. 참석하신 분들께 알렸고 %(until)s까지 답을 받습니다.\n%(link)s\n")
OBJECTS = N_("\n하신 말씀은 이의로 회의록에 실립니다.\n%(link)s\n")
AMENDED_LINE = N_("회의록이 고쳐졌습니다: 제%(number)d차 %(meeting)s, %(until)s까지")
AMENDED = N_("%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s의 회의록에 고친 것이 실렸습니다.\n\n%(said)s")
POINT = N_("%(point)s\n%(words)s\n\n")
WHOLE = N_("회의록 전체")
ASKS_AGAIN = N_(
    "먼저 확인하신 것은 그대로 실립니다. 고친 글에 이의가 있으시면 %(until)s까지 남겨 주십시오.\n%(link)s\n"
)
ASKS = N_("%(until)s까지 답해 주십시오. %(silence)s.\n%(link)s\n")
APART = N_("사람에 대하여 이야기한 회의여서 포털에 로그인하여 읽으십니다.\n%(until)s까지 답을 받습니다.\n%(link)s\n")
BY_TELEPHONE = N_(
    "사람에 대하여 이야기한 회의여서 이 메일로는 읽으실 수 없습니다. %(until)s까지 사무국에 전화해 주십시오.\n"
    "%(phone)s\n"
)
APART_ANSWERED = N_("사람에 대하여 이야기한 회의여서 포털에 로그인하여 읽으십니다.\n%(link)s\n")
ANSWERED_BY_TELEPHONE = N_(
    "사람에 대하여 이야기한 회의여서 이 메일로는 읽으실 수 없습니다. 답은 사무국에 전화하시면 알려 드립니다.\n"
    "%(phone)s\n"
)


def tell_answer(reply: MinutesReply, *, now: datetime) -> None:
    """Whoever wanted the minutes amended hears what became of it, and why; of what is taken in they know by that."""
    seat, is_in = reply.seat, reply.outcome is AmendmentOutcome.TAKEN_IN
    words = letter_words(reply.minutes, seat) | {"words": reply.words, "reason": reply.reason}
    outcome = reply.outcome.words if reply.outcome else ""
    said = SAID % (words | {"outcome": outcome}) + (WHY % words if reply.reason else "")
    said += (IS_IN if is_in else OBJECTS) % words
    words["said"] = _apart(seat, words, is_in=is_in) or said
    about = About(SUBJECT, reply.minutes_id, ANSWERED)
    addresses = reached([seat]).values()
    for address in addresses:
        line, kind = ANSWER_LINE % words, "minutes_answered"
        send_mail(address, line, ANSWER % words, audience=Audience.ASKED, kind=kind, now=now, about=about)
    on_the_desk = on_desk(seat, ANSWER_LINE % words, about, now)
    if is_in and (addresses or on_the_desk):
        note_asked(seat, now)


def tell_amended(reply: MinutesReply, *, now: datetime) -> None:
    """The others who were there read how the minutes were amended, and by when to say that it is not so."""
    minutes = reply.minutes
    others = [each for each in who_was_there(minutes.meeting) if each is not reply.seat]
    there = [each for each in others if not deputy_came(each) or knows_deputy(each)]
    confirmed, about = confirmed_by(minutes), About(SUBJECT, minutes.id)
    point = reply.item.title if reply.item else WHOLE
    addresses = reached(there)
    for seat in there:
        words = letter_words(minutes, seat) | {"words": reply.words, "point": point}
        asks = ASKS_AGAIN if seat.id in confirmed else ASKS
        words["said"] = _apart(seat, words, is_in=True) or (POINT % words + asks % words)
        if seat in addresses:
            line, over = AMENDED_LINE % words, day_bounds(minutes.until)[1]
            to, body, kind = addresses[seat], AMENDED % words, "minutes_amended"
            send_mail(to, line, body, audience=Audience.ASKED, kind=kind, now=now, about=about, not_after=over)
            note_asked(seat, now)
        if on_desk(seat, AMENDED_LINE % words, about, now):
            note_asked(seat, now)


def _apart(seat: Attendee, words: dict[str, object], *, is_in: bool) -> str:
    """Where the mail says nothing of what was said: of a meeting that spoke about people.

    Only of what was taken in are there days to answer again.
    """
    if seat.meeting.kind not in RESTRICTED:
        return ""
    if not is_in:
        return (APART_ANSWERED if reads_here(seat) else ANSWERED_BY_TELEPHONE) % words
    return (APART if reads_here(seat) else BY_TELEPHONE) % words


def on_desk(seat: Attendee, words: str, about: About, now: datetime) -> bool:
    """Answers whether it reached somebody who works here."""
    user = db.session.get(User, seat.user_id) if seat.user_id and not deputy_came(seat) else None
    if user is None or user.disabled_at is not None:
        return False
    tell_staff([user], News(Matter.MEETING, about, words, READING.path_of(seat.id), is_mailed=True), now=now)
    return True
