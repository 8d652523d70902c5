"""What came to the minutes after the meeting, as the official document says it, and the digest that seals them."""

from dataclasses import replace
from uuid import UUID

from portal.consortium.meetings.actions import official_minutes
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.paper import Added
from portal.consortium.meetings.presentation import called, of_organisation
from portal.consortium.meetings.states import SilenceCounts
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.queries import (
    confirmed_by,
    find_minutes,
    objections,
    reads_here,
    taken_in,
    who_was_there,
)
from portal.consortium.minutes.rules import holds, was_asked
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer
from portal.core.clock import day_of
from portal.core.dates import format_day, format_moment
from portal.core.messages import N_
from portal.core.series import Series, said
from portal.documents.actions import digest_of
from portal.documents.minutes import Confirmation
from portal.extensions import db

AMENDED = N_("[고침 %(day)s, %(name)s의 제안] %(words)s")
OBJECTS = N_("%(name)s: %(words)s")
NOT_TAKEN_IN = N_("%(name)s: %(words)s (받아들이지 않음: %(reason)s)")
CONFIRMED = N_("확인함 %(at)s")
SIGNED = N_("서명함 %(at)s")
SINCE_AMENDED = N_("%(said)s, %(day)s에 고친 뒤에는 답하지 않음")
UNHEARD_SINCE = N_("%(said)s, %(day)s에 고친 뒤에는 듣지 못함")
TAKEN_FOR_CONFIRMED = N_("%(day)s까지 답이 없어 확인한 것으로 봄")
SAID_NOTHING = N_("%(day)s까지 답하지 않음")
NOT_READ = N_("%(day)s까지 답을 듣지 못함 (참석한 분이 포털에서 읽을 수 없음)")
NOT_ASKED = N_("%(day)s까지 답을 듣지 못함 (연락이 닿지 않음)")
DIFFERS = N_("이의를 남김")
DEPUTY = N_("%(name)s (대리 %(deputy)s)")
PROPOSED = N_("고침을 제안함 %(at)s")


def added_to(meeting: Meeting) -> Added | None:
    """What was said of the minutes of a closed meeting; None where nobody was asked."""
    minutes = find_minutes(meeting)
    if minutes is None:
        return None
    return _added(minutes, minutes.number or "", minutes.digest)


def digest_of_minutes(minutes: Minutes, number: str) -> str:
    """The SHA-256 of all that sealed minutes with this number say, without the digest itself."""
    added = _added(minutes, number, "")
    return digest_of(replace(official_minutes(minutes.meeting, added), digest=""))


def _added(minutes: Minutes, number: str, digest: str) -> Added:
    return Added(
        number=said(number, Series.MINUTES) if number else "",
        digest=digest,
        amendments=tuple((each.item_id, amended_words(each)) for each in taken_in(minutes)),
        objections=tuple(objection_words(each) for each in objections(minutes)),
        confirmations=confirmations(minutes) if number else (),
    )


def amended_words(reply: MinutesReply) -> str:
    """[고침 2026. 11. 9.(월), 오세라의 제안] …"""
    on = format_day(day_of(reply.answered_at or reply.said_at))
    return AMENDED % {"day": on, "name": name_of(reply.seat), "words": reply.words}


def objection_words(reply: MinutesReply) -> str:
    words = NOT_TAKEN_IN if reply.outcome is AmendmentOutcome.NOT_TAKEN_IN else OBJECTS
    return words % {"name": name_of(reply.seat), "words": reply.words, "reason": reply.reason}


def confirmations(minutes: Minutes) -> tuple[Confirmation, ...]:
    """The list of signatures of sealed minutes: each who was there, and what they said or what counts for them."""
    return tuple(_confirmation(minutes, seat) for seat in who_was_there(minutes.meeting))


def _confirmation(minutes: Minutes, seat: Attendee) -> Confirmation:
    said, drawn = word_of(minutes, seat), signatures(minutes).get(seat.id, "")
    return Confirmation(of_organisation(seat), name_of(seat), said, drawn, seat.stand_in if drawn else "")


def signatures(minutes: Minutes) -> dict[UUID, str]:
    """By seat: what those drew who signed by hand; none that tells who somebody is who is not named."""
    signed = ((seat_id, reply) for seat_id, reply in confirmed_by(minutes).items() if not reply.seat.named_as)
    return {seat_id: reply.signature for seat_id, reply in signed if reply.signature}


def word_of(minutes: Minutes, seat: Attendee) -> str:
    """확인함 2026. 11. 6.(금) 10:20"""
    confirmed = confirmed_by(minutes).get(seat.id)
    proposed = [each for each in minutes.replies if each.seat_id == seat.id and each.answer is MinutesAnswer.AMENDS]
    if confirmed is not None and not (proposed and _has_passed(confirmed, proposed[-1], minutes)):
        return _confirmed(minutes, seat, confirmed)
    if any(each.seat_id == seat.id for each in objections(minutes)):
        return DIFFERS
    if proposed:
        return PROPOSED % {"at": format_moment(proposed[-1].said_at)}
    return _silence(minutes, seat) % {"day": format_day(minutes.until)}


def _has_passed(confirmed: MinutesReply, proposed: MinutesReply, minutes: Minutes) -> bool:
    """Whether somebody wanted what was amended after they confirmed to read otherwise."""
    return not holds(confirmed.said_at, minutes.amended_at) and holds(proposed.said_at, minutes.amended_at)


def _confirmed(minutes: Minutes, seat: Attendee, confirmed: MinutesReply) -> str:
    """Nobody confirmed what came to the minutes after they did."""
    said = (SIGNED if confirmed.signature else CONFIRMED) % {"at": format_moment(confirmed.said_at)}
    if minutes.amended_at is None or holds(confirmed.said_at, minutes.amended_at):
        return said
    words = SINCE_AMENDED if was_asked(seat.consulted_at, minutes.amended_at) else UNHEARD_SINCE
    return words % {"said": said, "day": format_day(day_of(minutes.amended_at))}


def _silence(minutes: Minutes, seat: Attendee) -> str:
    """Nobody agrees by silence to what they could not read, or were not asked, as it reads since it was amended.

    What was sealed before that counted says what it said.
    """
    if not reads_here(seat):
        return NOT_READ
    if not was_asked(seat.consulted_at, minutes.amended_at if minutes.last_word_counts else None):
        return NOT_ASKED
    return TAKEN_FOR_CONFIRMED if minutes.silence is SilenceCounts.CONFIRMS else SAID_NOTHING


def name_of(seat: Attendee) -> str:
    """Whose seat it is, with the deputy who sat there; which of both answers is not known."""
    return DEPUTY % {"name": called(seat), "deputy": seat.stand_in} if seat.stand_in else called(seat)


def signer_of(seat: Attendee) -> str:
    """Who signs at a seat: whoever sat there."""
    return seat.stand_in or called(seat)


def seat_words(seat_id: str) -> str:
    """Who sat at the seat that an entry of the log names."""
    seat = db.session.get(Attendee, UUID(seat_id))
    return name_of(seat) if seat else "-"
