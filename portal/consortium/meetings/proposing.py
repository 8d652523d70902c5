"""Reads of what was proposed for meetings: where it stands, and whether it may still be taken back or moved."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.consortium.meetings.models import AgendaItem, AgendaProposal
from portal.consortium.meetings.queries import ITEM, PAGE_SIZE, has_words
from portal.consortium.meetings.scope import proposals_in_scope
from portal.consortium.meetings.stands import STANDS
from portal.consortium.meetings.states import RESTRICTED, MeetingKind, MeetingState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal and the point that it stands as; without one it waits. One `is_apart` is read at its meeting."""

    proposal: AgendaProposal
    item: AgendaItem | None

    @property
    def is_apart(self) -> bool:
        return self.proposal.kind in RESTRICTED

    @property
    def may_withdraw(self) -> bool:
        """What another screen brought is taken back there."""
        return self._may_change and self.proposal.source_kind in ("", ITEM)

    @property
    def may_move(self) -> bool:
        """Not what comes to one kind of meeting by itself, nor words about people to others than were to read them."""
        return self._may_change and not self.is_apart and STANDS.find(self.proposal.source_kind) is None

    @property
    def _may_change(self) -> bool:
        """Until the meeting begins, and while nothing is written under it."""
        item = self.item
        return item is None or (item.meeting.state is MeetingState.PLANNED and not has_words(item))


def proposals_for(kind: MeetingKind | None, page: int, *, viewer: Actor) -> Page[AgendaProposal]:
    """One's own, for the office everybody's; the newest first, of one kind or of all."""
    viewer.require(Permission.MEETING_JOIN)
    rows = select(AgendaProposal).where(proposals_in_scope(viewer))
    if kind is not None:
        rows = rows.where(AgendaProposal.kind == kind)
    return page_of(db.session, rows.order_by(AgendaProposal.proposed_at.desc(), AgendaProposal.id), page, PAGE_SIZE)


def standings_of(proposals: list[AgendaProposal]) -> list[Standing]:
    on_agenda = select(AgendaItem).where(AgendaItem.id.in_([each.item_id for each in proposals if each.item_id]))
    written = (joinedload(AgendaItem.meeting), selectinload(AgendaItem.decisions), selectinload(AgendaItem.actions))
    items = {item.id: item for item in db.session.scalars(on_agenda.options(*written))}
    return [Standing(each, items.get(each.item_id) if each.item_id else None) for each in proposals]


def get_proposal(proposal_id: UUID, *, viewer: Actor) -> AgendaProposal:
    """Raises `NotFound`."""
    viewer.require(Permission.MEETING_JOIN)
    found = db.session.scalar(
        select(AgendaProposal).where(AgendaProposal.id == proposal_id, proposals_in_scope(viewer))
    )
    if found is None:
        raise NotFound
    return found
