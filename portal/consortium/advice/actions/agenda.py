"""Open advice stands on the agenda of the next advisory meeting, once, and tells what became of it so far."""

from datetime import datetime
from uuid import UUID

from portal.consortium.advice.models import Advice
from portal.consortium.advice.queries import SUBJECT, held_on, last_points, to_be_brought
from portal.consortium.advice.rules import is_late, is_open
from portal.consortium.advice.states import TO_APPLY, AdviceState
from portal.consortium.meetings.actions import propose_item, what_became
from portal.consortium.meetings.models import AgendaItem
from portal.consortium.meetings.queries import meeting_to_come
from portal.consortium.meetings.stands import Stand
from portal.consortium.meetings.states import MeetingKind
from portal.core.actors import Actor
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

TITLE = N_("자문 반영: %(topic)s")
ADVISED = N_("%(day)s 자문: %(words)s")
ANSWERED = N_("답: %(state)s - %(reason)s")
OWED = N_("%(owner)s, %(due)s까지")
UNANSWERED = N_("아직 답하지 않았습니다. %(due)s까지 답하기로 했습니다.")
APPLIED = N_("반영한 곳: %(where)s, %(day)s")
LATE = N_("기한이 지났습니다.")
PORTAL = N_("포털")


def bring_open(*, actor: Actor, now: datetime) -> int:
    """Put open advice on the agenda of the advisory meeting to come; answers how many points that made."""
    actor.require(Permission.MEETING_MANAGE)
    meeting = meeting_to_come(MeetingKind.ADVISORY, now)
    if meeting is None:
        return 0
    pieces = to_be_brought(meeting)
    last = last_points(pieces)
    for advice in pieces:
        propose_item(
            TITLE % {"topic": advice.topic},
            "\n".join(standing(advice, last.get(advice.id), now)),
            actor=actor,
            now=now,
            proposer=PORTAL,
            source=(SUBJECT, advice.id),
            meeting_kind=MeetingKind.ADVISORY,
        )
    return len(pieces)


def stand_of_advice(advice_id: UUID, now: datetime) -> Stand | None:
    """How a piece stands by now; what is declined or worked in comes to no meeting any more."""
    advice = db.session.get(Advice, advice_id)
    if advice is None:
        return None
    last = last_points([advice]).get(advice.id)
    return Stand("\n".join(standing(advice, last, now)), is_over=not is_open(advice.state))


def standing(advice: Advice, last: AgendaItem | None, now: datetime) -> list[str]:
    """What was advised, what was answered and who owes what, and what a meeting said of it last; a line each."""
    due = format_day(advice.due_on)
    said = [ADVISED % {"day": format_day(held_on(advice.meeting)), "words": advice.words}]
    if advice.state is AdviceState.GIVEN:
        said.append(UNANSWERED % {"due": due})
    else:
        said.append(ANSWERED % {"state": advice.state.words, "reason": advice.reason})
    if advice.state in TO_APPLY:
        said.append(OWED % {"owner": advice.owner_name, "due": due})
    if advice.applied_on is not None:
        said.append(APPLIED % {"where": advice.applied_in, "day": format_day(advice.applied_on)})
    if is_late(advice.state, advice.due_on, now):
        said.append(LATE)
    return said + (what_became(last) if last else [])
