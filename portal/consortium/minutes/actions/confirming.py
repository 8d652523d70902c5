"""Minutes go out to those who were there; they confirm, object or want something amended, which the office answers."""

from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.models import AgendaItem, Attendee, Meeting
from portal.consortium.minutes.amending import tell_amended, tell_answer
from portal.consortium.minutes.mailing import ask_deputy, ask_once_more, ask_to_confirm
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.queries import (
    SUBJECT,
    Reader,
    account_there,
    confirms_still,
    deputy_came,
    minutes_out,
    reads_here,
    who_was_there,
)
from portal.consortium.minutes.rules import (
    last_day,
    last_day_anew,
    may_remind,
    may_sign,
    refuse_answering,
    refuse_saying,
    refuse_words,
)
from portal.consortium.minutes.searching import let_be_found
from portal.consortium.minutes.states import MINUTES_STATES, AmendmentOutcome, MinutesAnswer, MinutesState, MinutesVerb
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings, db


def send_minutes(meeting_id: UUID, *, actor: Actor, now: datetime) -> Minutes | None:
    """Ask those who were at a closed meeting to confirm its minutes; None where the kind of meeting asks nobody."""
    meeting = db.session.get_one(Meeting, meeting_id)
    charter = charter_of(meeting.kind)
    if not charter.confirm_days:
        return None
    until = last_day(now, charter.confirm_days)
    minutes = Minutes(meeting=meeting, sent_at=now, until=until, silence=charter.silence)
    db.session.add(minutes)
    take(MINUTES_STATES, minutes, MinutesVerb.SEND, actor=actor, now=now)
    db.session.flush()
    ask_to_confirm(minutes, actor=actor, now=now)
    return minutes


def remind_of_minutes(*, actor: Actor, now: datetime) -> int:
    """Ask those who said nothing once more, shortly before nothing may be said any more; answers how many."""
    actor.require(Permission.MEETING_MANAGE)
    days = current_settings().target.minutes_reminder_days
    near = [each for each in minutes_out() if may_remind(each.sent_at, each.until, days, now=now)]
    return sum(_remind(minutes, now) for minutes in near if minutes.reminded_at is None)


def _remind(minutes: Minutes, now: datetime) -> int:
    lock(minutes)
    if minutes.reminded_at is not None or minutes.state is not MinutesState.OUT:
        return 0
    db.session.refresh(minutes, ["replies"])
    minutes.reminded_at = now
    db.session.flush()
    return ask_once_more(minutes, now=now)


def shelve_minutes(meeting_id: UUID) -> None:
    """Let what a meeting that has just been closed said, decided and left to be done be found."""
    let_be_found(db.session.get_one(Meeting, meeting_id))


def say_of_minutes(
    minutes: Minutes,
    seat: Attendee,
    answer: MinutesAnswer,
    *,
    actor: Actor,
    now: datetime,
    words: str = "",
    item: AgendaItem | None = None,
    signature: str = "",
    as_deputy: bool = False,
) -> MinutesReply:
    """What somebody who was there says; `words` tell what is wrong, or how a point is to read.

    Whoever has the link may say it, the office by telephone among them; where a deputy came, whoever has the link of
    the deputy (`as_deputy`). Everybody confirms once, and again what was amended since; whoever was there themselves
    may sign by hand.
    """
    lock(minutes)
    db.session.refresh(minutes, ["replies"])
    refuse_saying(minutes.state, minutes.until, now=now)
    if seat not in who_was_there(minutes.meeting) or not Reader(seat, as_deputy).may_answer(actor):
        raise Forbidden
    refuse_words(answer, words)
    if answer is MinutesAnswer.CONFIRMED and seat.id in confirms_still(minutes):
        raise Conflict(N_("이미 확인하셨습니다."))
    drawn = signature if answer is MinutesAnswer.CONFIRMED else ""
    if drawn and not may_sign(actor.user_id, account_there(seat)):
        raise DomainError(N_("서명은 참석하신 분이 직접 합니다. 들은 답은 서명 없이 적어 주십시오."), "signature")
    said = "" if answer is MinutesAnswer.CONFIRMED else words.strip()
    about = item.id if item is not None and said else None
    reply = MinutesReply(
        minutes=minutes, seat=seat, answer=answer, words=said, item_id=about, signature=drawn, said_at=now
    )
    db.session.add(reply)
    db.session.flush()
    said_at_seat = {"answer": answer.value, "seat": str(seat.id)}
    record("minutes.say", actor=actor, now=now, subject=(SUBJECT, minutes.id), **said_at_seat)
    return reply


def pass_on(minutes: Minutes, seat: Attendee, email: str, *, actor: Actor, now: datetime) -> None:
    """Write to the deputy who came; once by who sent them, and by the office whenever it knows better."""
    lock(minutes)
    refuse_saying(minutes.state, minutes.until, now=now)
    if not (deputy_came(seat) and reads_here(seat)):
        raise Forbidden
    if seat.deputy_email and not actor.can(Permission.MEETING_MANAGE):
        raise Conflict(N_("이미 보냈습니다. 잘못 적으셨으면 사무국에 알려 주십시오."))
    seat.deputy_email = email
    db.session.flush()
    ask_deputy(minutes, seat, now=now)
    record("minutes.hand_on", actor=actor, now=now, subject=(SUBJECT, minutes.id), seat=str(seat.id))


def forget_deputy(minutes: Minutes, seat: Attendee, *, actor: Actor, now: datetime) -> None:
    """Take away where a deputy was reached, and with it their link; what they said already stands."""
    actor.require(Permission.MEETING_MANAGE)
    lock(minutes)
    refuse_saying(minutes.state, minutes.until, now=now)
    seat.deputy_email, seat.consulted_at = "", None
    record("minutes.hand_back", actor=actor, now=now, subject=(SUBJECT, minutes.id), seat=str(seat.id))


def answer_amendment(
    reply: MinutesReply, outcome: AmendmentOutcome, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Take an amendment in, so that the minutes say it, or not, so that it stands in them as an objection.

    Whoever wanted it hears which, and why; the others read what was amended and have a whole day to object.
    """
    actor.require(Permission.MEETING_MANAGE)
    minutes = reply.minutes
    lock(minutes)
    lock(reply)
    refuse_answering(minutes.state)
    if reply.outcome is not None:
        raise Conflict(N_("이미 답했습니다."))
    if outcome is AmendmentOutcome.NOT_TAKEN_IN and not reason.strip():
        raise DomainError(N_("왜 받아들이지 않는지 적어 주십시오."), "reason")
    reply.outcome, reply.reason = outcome, reason.strip()
    reply.answered_at, reply.answered_by_id = now, actor.user_id
    if outcome is AmendmentOutcome.TAKEN_IN:
        minutes.amended_at, minutes.until = now, last_day_anew(minutes.until, now)
    db.session.flush()
    tell_answer(reply, now=now)
    if outcome is AmendmentOutcome.TAKEN_IN:
        tell_amended(reply, now=now)
    record("minutes.answer", actor=actor, now=now, subject=(SUBJECT, minutes.id), outcome=outcome.value)
