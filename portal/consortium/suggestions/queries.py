"""Reads of suggestions and of opinions, by section of a manual."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from portal.consortium.meetings.models import AgendaItem, AgendaProposal
from portal.consortium.meetings.queries import PROPOSAL, spoken_points
from portal.consortium.suggestions.models import ManualSuggestion, SectionOpinion
from portal.consortium.suggestions.scope import made_by, opinions_given_by, suggestions_in_scope, unheard
from portal.consortium.suggestions.states import SUGGESTION_STATES, SuggestionState, SuggestionView
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition, ManualSection
from portal.manuals.rules import CAME_INTO_FORCE
from portal.manuals.states import SectionKind

SUBJECT = SUGGESTION_STATES.kind
PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many said that a section, or all those of an edition, helps them, and how many that it does not."""

    helps: int = 0
    helps_not: int = 0


def get_suggestion(suggestion_id: UUID, *, viewer: Actor) -> ManualSuggestion:
    """Raises `NotFound`."""
    viewer.require(Permission.MANUAL_CONFIRM)
    found = db.session.scalar(_whole().where(ManualSuggestion.id == suggestion_id, suggestions_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def suggestions_by_section(view: SuggestionView, number: int, *, viewer: Actor) -> Page[ManualSuggestion]:
    """In the order of the manuals and their sections, the latest of each first."""
    viewer.require(Permission.MANUAL_APPROVE)
    chosen = _whole()
    if view is SuggestionView.WAITING:
        chosen = chosen.where(ManualSuggestion.state == SuggestionState.WAITING)
    by_section = (Manual.document_number, ManualSection.position, ManualSuggestion.made_at.desc(), ManualSuggestion.id)
    return page_of(db.session, chosen.order_by(*by_section), number, PAGE_SIZE)


def suggestions_of(viewer: Actor, number: int) -> Page[ManualSuggestion]:
    """One's own, the latest first."""
    viewer.require(Permission.MANUAL_CONFIRM)
    rows = _whole().where(made_by(viewer)).order_by(ManualSuggestion.made_at.desc(), ManualSuggestion.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def suggestions_unheard(viewer: Actor) -> list[ManualSuggestion]:
    """Answers that `viewer` has not said they read."""
    return list(db.session.scalars(_whole().where(unheard(viewer)).order_by(ManualSuggestion.answered_at)))


def suggestions_in(edition: ManualEdition) -> list[ManualSuggestion]:
    """What an edition takes up."""
    taken_up = _whole().where(ManualSuggestion.edition_id == edition.id)
    return list(db.session.scalars(taken_up.order_by(ManualSection.position, ManualSuggestion.made_at)))


def suggestions_on(items: Iterable[AgendaItem]) -> dict[UUID, ManualSuggestion]:
    """What the points of an agenda came from, by the proposal that each came as."""
    proposals = {item.source_id for item in items if item.source_kind == PROPOSAL}
    rows = db.session.scalars(_whole().where(ManualSuggestion.proposal_id.in_(proposals))) if proposals else ()
    return {row.proposal_id: row for row in rows if row.proposal_id}


def point_of(suggestion: ManualSuggestion) -> AgendaItem | None:
    """The point of a closed meeting under which it was spoken about."""
    spoken = spoken_points(AgendaProposal.id == suggestion.proposal_id) if suggestion.proposal_id else []
    return next((item for _proposal, item in spoken), None)


def agenda_item_of(suggestion: ManualSuggestion) -> AgendaItem | None:
    """Where it stands on an agenda; None while it waits for a meeting."""
    item_id = suggestion.proposal.item_id if suggestion.proposal else None
    return db.session.get(AgendaItem, item_id) if item_id else None


def own_opinions(edition: ManualEdition, *, viewer: Actor) -> dict[UUID, bool]:
    """By section: whether `viewer` said that it helps, of whichever edition that said the same."""
    given = _said(ManualSection.id, SectionOpinion.helps).where(ManualSection.edition_id == edition.id)
    given = given.where(opinions_given_by(viewer)).order_by(SectionOpinion.given_at)
    return dict(db.session.execute(given).all())


def opinion_of(section: ManualSection, user_id: UUID) -> SectionOpinion | None:
    of_it = _said(SectionOpinion.id).where(ManualSection.id == section.id)
    own = select(SectionOpinion).where(SectionOpinion.id.in_(of_it), SectionOpinion.user_id == user_id)
    return db.session.scalar(own.order_by(SectionOpinion.given_at.desc()).limit(1).with_for_update())


def opinions_by_section(edition: ManualEdition, *, viewer: Actor) -> dict[UUID, Opinions]:
    """Counts alone: nobody is told who found what."""
    viewer.require(Permission.MANUAL_APPROVE)
    of_edition = ManualSection.edition_id == edition.id
    rows = _counted(ManualSection.id).where(of_edition).group_by(ManualSection.id)
    return {section_id: Opinions(helps, not_) for section_id, helps, not_ in db.session.execute(rows)}


def opinions_by_edition(manual: Manual, *, viewer: Actor) -> list[tuple[int, Opinions]]:
    """The editions that somebody said something of, by number, the newest first."""
    viewer.require(Permission.MANUAL_APPROVE)
    rows = _counted(ManualEdition.number).where(ManualEdition.manual_id == manual.id)
    rows = rows.where(ManualEdition.state.in_(CAME_INTO_FORCE)).group_by(ManualEdition.number)
    found = db.session.execute(rows.order_by(ManualEdition.number.desc()))
    return [(number, Opinions(helps, not_)) for number, helps, not_ in found]


def waiting_by_kind(manual: Manual) -> dict[SectionKind, int]:
    """By kind of section: how many suggestions wait for an answer, whatever edition they were made for."""
    waiting = select(ManualSection.kind, func.count()).select_from(ManualSuggestion)
    waiting = waiting.join(ManualSection, ManualSection.id == ManualSuggestion.section_id)
    waiting = waiting.join(ManualEdition, ManualEdition.id == ManualSection.edition_id)
    waiting = waiting.where(ManualEdition.manual_id == manual.id, ManualSuggestion.state == SuggestionState.WAITING)
    return dict(db.session.execute(waiting.group_by(ManualSection.kind)).all())


def is_worked_by(edition: ManualEdition) -> bool:
    """Whoever works by it, or worked by it and has its visit sheet still."""
    return edition.state in CAME_INTO_FORCE


def _counted(by: Any) -> Select[Any, int, int]:
    helps, helps_not = (func.count().filter(SectionOpinion.helps.is_(said)) for said in (True, False))
    return _said(by, helps, helps_not)


def _said(*columns: Any) -> Select[Any]:
    """Opinions by `ManualSection`: each of them is of every section that bears the same number as the one it names."""
    named, its_edition = aliased(ManualSection), aliased(ManualEdition)
    same = and_(
        named.kind == ManualSection.kind,
        named.number == ManualSection.number,
        its_edition.manual_id == ManualEdition.manual_id,
        its_edition.state.in_(CAME_INTO_FORCE),
    )
    rows = select(*columns).select_from(ManualSection).join(ManualSection.edition)
    rows = rows.join(its_edition, its_edition.manual_id == ManualEdition.manual_id)
    rows = rows.join(named, and_(named.edition_id == its_edition.id, same))
    return rows.join(SectionOpinion, SectionOpinion.section_id == named.id)


def _whole() -> Select[ManualSuggestion]:
    """With section, edition and manual, and the edition that takes it up."""
    rows = select(ManualSuggestion).join(ManualSuggestion.section).join(ManualSection.edition)
    rows = rows.join(ManualEdition.manual)
    section = contains_eager(ManualSuggestion.section).contains_eager(ManualSection.edition)
    taken = selectinload(ManualSuggestion.edition).joinedload(ManualEdition.manual)
    return rows.options(section.contains_eager(ManualEdition.manual), taken, selectinload(ManualSuggestion.proposal))


def traces() -> Iterator[Trace]:
    """Who suggested something."""
    for name in db.session.scalars(select(ManualSuggestion.made_by_name).distinct()):
        yield Trace(None, name)
