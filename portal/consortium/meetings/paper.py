"""The minutes of a meeting as the official document says them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from portal.consortium.meetings import models
from portal.consortium.meetings.presentation import called, of_organisation, remarks
from portal.consortium.meetings.queries import LOOKS_BACK
from portal.consortium.meetings.states import Presence
from portal.consortium.meetings.tabled import papers_on
from portal.consortium.meetings.timing import time_words
from portal.consortium.meetings.voting import voting_at
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.sockets import Socket, Takes
from portal.documents.minutes import Confirmation, Decision, Minutes, NextMeeting, Participant, Task, Votes
from portal.documents.model import Signer
from portal.documents.points import AgendaItem
from portal.extensions import current_settings

LISTED = "· "
"""A look back that begins with a line of the list tells of nothing but what is not done."""
UNDONE = N_("아직 하지 못한 일\n%(note)s")
WHY = N_("이유: %(reason)s")
REVIEW = N_("(%(day)s에 다시 살펴봄)")


@dataclass(frozen=True, slots=True)
class Added:
    """What came to the minutes after the meeting: by point how they were amended, what objects to them, who confirmed.

    `number` and `digest` are those of sealed minutes; without a number they are out to be confirmed.
    """

    number: str = ""
    digest: str = ""
    amendments: tuple[tuple[UUID | None, str], ...] = ()
    objections: tuple[str, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()


ADDED: Socket[Callable[[models.Meeting], Added | None]] = Socket("what is added to minutes", Takes.ONE)


def added_to(meeting: models.Meeting) -> Added | None:
    """None where nobody is asked to confirm."""
    look_up = ADDED.find()
    return look_up(meeting) if look_up else None


def minutes_of(meeting: models.Meeting, *, closer: str, added: Added | None = None) -> Minutes:
    """What the document says of a closed meeting; `closer` is whoever closed it and signs beside the writer."""
    if meeting.number is None or meeting.closed_at is None:
        raise ValueError("only a closed meeting has minutes")
    kind = meeting.kind.words
    return Minutes(
        kind=kind,
        number=meeting.number,
        name=N_("%(consortium)s %(kind)s") % {"consortium": current_settings().consortium_name, "kind": kind},
        host=meeting.host,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        begun_at=meeting.begun_at,
        place=meeting.place,
        attendees=_people(meeting, Presence.ATTENDED, Presence.DEPUTY),
        observers=_people(meeting, Presence.OBSERVED),
        absentees=_people(meeting, Presence.EXCUSED, Presence.ABSENT),
        writer=meeting.writer_name,
        closed_at=meeting.closed_at,
        agenda=tuple(_item(item, added) for item in meeting.items),
        document_number=added.number if added else "",
        is_draft=added is not None and not added.number,
        amendments=_amendments(added, None),
        objections=added.objections if added else (),
        confirmations=added.confirmations if added else (),
        digest=added.digest if added else "",
        decisions=_decisions(meeting),
        tasks=tuple(Task(action.task, action.owner_name, action.due_on) for action in meeting.actions),
        next_meeting=NextMeeting(meeting.next_starts_at, meeting.next_place) if meeting.next_starts_at else None,
        papers=papers_on(meeting) if meeting.names_papers else (),
        attachments=tuple(line.strip() for line in meeting.attachments.splitlines() if line.strip()),
        signers=_signers(meeting, closer),
    )


def _people(meeting: models.Meeting, *presences: Presence) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            of_organisation(seat),
            "" if seat.stand_in or seat.named_as else seat.position,
            seat.stand_in or called(seat),
            remarks(seat),
        )
        for seat in meeting.attendees
        if seat.presence in presences
    )


def _amendments(added: Added | None, item_id: UUID | None) -> tuple[str, ...]:
    return tuple(words for about, words in added.amendments if about == item_id) if added else ()


def _item(item: models.AgendaItem, added: Added | None) -> AgendaItem:
    """The note comes first: why it was proposed or comes again, or what was still to be done."""
    note = note_words(item)
    left = f"({item.left_over.words})" if item.left_over else ""
    said = filter(None, (note, item.discussion, left, *_amendments(added, item.id)))
    told = tuple(filter(None, (line.strip() for line in item.information.splitlines())))
    return AgendaItem(item.title, "\n\n".join(said), item.presenter, time_words(item), told)


def note_words(item: models.AgendaItem) -> str:
    """Why a point is on the agenda, as minutes say it; "" where it says nothing."""
    if item.note.startswith(LISTED) and item.source_kind == LOOKS_BACK:
        return UNDONE % {"note": item.note}
    if item.source_kind == LOOKS_BACK:
        return item.note
    return N_("제안 이유: %(note)s") % {"note": item.note} if item.note and item.presenter else item.note


def _decisions(meeting: models.Meeting) -> tuple[Decision, ...]:
    return tuple(
        Decision(_decided(decision), place, _votes(decision))
        for place, item in enumerate(meeting.items, 1)
        for decision in item.decisions
    )


def _votes(decision: models.Decision) -> Votes | None:
    votes = (decision.votes_for, decision.votes_against, decision.abstained)
    voting = voting_at(decision.item.meeting.attendees, decision.decided_at)
    return Votes(*votes, voting.present, voting.proxies) if any(votes) else None


def _decided(decision: models.Decision) -> str:
    why = WHY % {"reason": decision.reason} if decision.reason else ""
    again = REVIEW % {"day": format_day(decision.review_on)} if decision.review_on else ""
    return "\n".join(filter(None, (decision.text, why, again)))


def _signers(meeting: models.Meeting, closer: str) -> tuple[Signer, ...]:
    """The writer signs, and whoever confirms; where both are one person the second box stays empty for another."""
    confirms = "" if closer == meeting.writer_name else closer
    return Signer(N_("작성"), meeting.writer_name), Signer(N_("확인"), confirms)
