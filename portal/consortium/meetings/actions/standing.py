"""How the thing behind a point stands: its note says so when the meeting ends, and what is over comes no more."""

from datetime import datetime

from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Meeting
from portal.consortium.meetings.queries import PROPOSAL
from portal.consortium.meetings.stands import STANDS, Stand
from portal.core.messages import N_
from portal.extensions import db

NOT_SPOKEN_ABOUT = N_("지난 회의에서 다루지 못한 안건입니다.")
CALLED_OFF = N_("취소된 회의의 안건입니다.")
AGAIN = (NOT_SPOKEN_ABOUT, CALLED_OFF)


def proposal_of(item: AgendaItem) -> AgendaProposal | None:
    """What a point stood on the agenda as; None of one that nobody proposed."""
    if item.source_kind != PROPOSAL or item.source_id is None:
        return None
    return db.session.get(AgendaProposal, item.source_id)


def stand_of(proposal: AgendaProposal | None, now: datetime) -> Stand | None:
    """None where nobody tells anything of the source."""
    if proposal is None or proposal.source_id is None:
        return None
    look_up = STANDS.find(proposal.source_kind)
    return look_up(proposal.source_id, now) if look_up else None


def is_over(item: AgendaItem, now: datetime) -> bool:
    """Whether nobody has to speak about a point any more, whatever the agenda says."""
    stand = stand_of(proposal_of(item), now)
    return stand is not None and stand.is_over


def renew_notes(meeting: Meeting, now: datetime) -> None:
    """Let the notes of a meeting that ends say how things stand by then, not when they were brought."""
    for item in meeting.items:
        stand = stand_of(proposal_of(item), now)
        if stand is not None:
            why = next((each for each in AGAIN if item.note.startswith(each)), "")
            item.note = note_why(why, stand.words)


def note_why(why: str, note: str) -> str:
    """A point that comes again says so once, in front of its note."""
    for earlier in AGAIN:
        note = note.removeprefix(earlier).strip()
    return "\n".join(filter(None, (why, note)))
