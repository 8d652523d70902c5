"""What conferences about people said goes with the first file of those that they were about, unless one is held."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, delete, exists, or_, select, update

from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Decision, Meeting, MeetingAction
from portal.consortium.meetings.queries import PROPOSAL
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.papers.models import MeetingPaper
from portal.core.keeping import Class, Retention, over_before
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.db.kept import NOBODY
from portal.db.search import forget
from portal.documents.models import StoredDocument
from portal.extensions import db
from portal.privacy.retention.emptying import Emptied
from portal.privacy.retention.holding import held_households
from portal.residents.conferences.models import ConferenceHousehold
from portal.residents.households.models import Person

WORDS: dict[type[Base], tuple[str, ...]] = {
    AgendaItem: ("title", "note", "discussion", "information"),
    AgendaProposal: ("title", "reason"),
    Decision: ("text", "reason"),
    MeetingAction: ("task", "outcome"),
    MinutesReply: ("words", "reason"),
}


def conferences_over(day: date) -> Select[UUID]:
    """The meetings about people of which something still stands though a file that they were about is nobody's.

    Those of which nobody said whom they were about are over five years after they were held.
    """
    about = select(ConferenceHousehold.meeting_id)
    gone = about.join(Person, Person.household_id == ConferenceHousehold.household_id).where(Person.name == NOBODY)
    held = about.where(ConferenceHousehold.household_id.in_(held_households(day)))
    long_ago = Meeting.id.not_in(about) & (Meeting.ends_at < over_before(Retention.CONFERENCE, day))
    stands = or_(
        exists().where(AgendaItem.meeting_id == Meeting.id, AgendaItem.title != NOBODY),
        exists().where(MeetingPaper.meeting_id == Meeting.id),
    )
    over = or_(Meeting.id.in_(gone), long_ago)
    return select(Meeting.id).where(Meeting.kind.in_(RESTRICTED), over, Meeting.id.not_in(held), stands)


def empty_conferences(day: date) -> Iterator[Emptied]:
    """Take out what they said, with its papers, its documents and what the search finds of it."""
    meetings = db.session.scalars(conferences_over(day)).all()
    if not meetings:
        return
    connection, rows = db.session.connection(), _rows_of(meetings)
    forget(db.session, [row_id for ids in rows.values() for row_id in ids])
    for model, ids in rows.items():
        table = table_of(model)
        left = {name: case((table.c[name] == "", ""), else_=NOBODY) for name in WORDS[model]}
        emptied = connection.execute(update(table).where(table.c.id.in_(ids)).values(left)).rowcount
        yield Emptied(table.name, Class.IDENTIFYING, Retention.CONFERENCE, emptied)
    for table, of_meetings in (
        (table_of(MeetingPaper), table_of(MeetingPaper).c.meeting_id.in_(meetings)),
        (table_of(StoredDocument), table_of(StoredDocument).c.subject_id.in_(meetings)),
    ):
        gone = connection.execute(delete(table).where(of_meetings)).rowcount
        yield Emptied(table.name, Class.IDENTIFYING, Retention.CONFERENCE, gone)
    db.session.execute(update(Meeting).where(Meeting.id.in_(meetings)).values(attachments=""))


def _rows_of(meetings: Sequence[UUID]) -> dict[type[Base], Sequence[UUID]]:
    """By table the ids of what is emptied, found before anything is."""
    items = _ids(AgendaItem, AgendaItem.meeting_id.in_(meetings))
    decisions = _ids(Decision, Decision.item_id.in_(items))
    taken_up = select(AgendaItem.source_id).where(AgendaItem.id.in_(items), AgendaItem.source_kind == PROPOSAL)
    proposed = or_(AgendaProposal.id.in_(taken_up), AgendaProposal.source_id.in_([*items, *decisions]))
    minutes = select(Minutes.id).where(Minutes.meeting_id.in_(meetings))
    return {
        AgendaItem: items,
        Decision: decisions,
        AgendaProposal: _ids(AgendaProposal, proposed),
        MeetingAction: _ids(MeetingAction, MeetingAction.meeting_id.in_(meetings)),
        MinutesReply: _ids(MinutesReply, MinutesReply.minutes_id.in_(minutes)),
    }


def _ids(model: type[Base], condition: ColumnElement[bool]) -> Sequence[UUID]:
    return db.session.scalars(select(table_of(model).c.id).where(condition)).all()
