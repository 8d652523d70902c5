"""What decisions did to manuals, and by which decisions an edition is written."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.consortium.lessons.queries import lessons_on
from portal.consortium.mandates.models import ManualMandate
from portal.consortium.meetings.models import AgendaItem, Decision, Meeting
from portal.consortium.meetings.scope import meetings_in_scope
from portal.consortium.meetings.states import MeetingState
from portal.consortium.suggestions.queries import suggestions_on
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.rules import NEVER_IN_FORCE
from portal.manuals.states import SectionKind

Place = tuple[str, SectionKind]
"""The code of a manual, and a section of it."""


def get_decided(decision_id: UUID, *, viewer: Actor) -> Decision:
    """A decision of a closed meeting that `viewer` reads. Raises `NotFound`."""
    viewer.require(Permission.MEETING_READ)
    decided = select(Decision).join(Decision.item).join(AgendaItem.meeting)
    decided = decided.where(Decision.id == decision_id, Meeting.state == MeetingState.CLOSED, meetings_in_scope(viewer))
    decision = db.session.scalar(decided.options(joinedload(Decision.item).joinedload(AgendaItem.meeting)))
    if decision is None:
        raise NotFound
    return decision


def mandates_of(decision_ids: Iterable[UUID]) -> dict[UUID, list[ManualMandate]]:
    """What became of decisions, the first draft first; of those that opened none nothing is told."""
    rows = select(ManualMandate).where(ManualMandate.decision_id.in_(decision_ids))
    rows = rows.options(joinedload(ManualMandate.edition), joinedload(ManualMandate.manual))
    found: dict[UUID, list[ManualMandate]] = defaultdict(list)
    for mandate in db.session.scalars(rows.order_by(ManualMandate.opened_at, ManualMandate.id)):
        found[mandate.decision_id].append(mandate)
    return found


def mandates_behind(edition: ManualEdition, *, viewer: Actor) -> list[ManualMandate]:
    """By which decisions an edition is written, as far as `viewer` reads of their meetings."""
    rows = select(ManualMandate).join(ManualMandate.decision).join(Decision.item).join(AgendaItem.meeting)
    rows = rows.where(ManualMandate.edition_id == edition.id, meetings_in_scope(viewer))
    meeting = joinedload(ManualMandate.decision).joinedload(Decision.item).joinedload(AgendaItem.meeting)
    return list(db.session.scalars(rows.options(meeting).order_by(ManualMandate.opened_at, ManualMandate.id)))


def mandates_opening(edition: ManualEdition) -> list[ManualMandate]:
    """All of them, whoever reads of their meetings."""
    rows = select(ManualMandate).where(ManualMandate.edition_id == edition.id)
    return list(db.session.scalars(rows.order_by(ManualMandate.opened_at, ManualMandate.id)))


def mandate_of(decision: Decision, edition: ManualEdition, kind: SectionKind) -> ManualMandate | None:
    return next(
        (each for each in mandates_opening(edition) if each.decision_id == decision.id and each.kind is kind), None
    )


def waiting_mandates(manual_id: UUID) -> list[ManualMandate]:
    """Those that wait without an edition for the next draft, the first decided first."""
    rows = select(ManualMandate).where(ManualMandate.manual_id == manual_id, ManualMandate.edition_id.is_(None))
    return list(db.session.scalars(rows.order_by(ManualMandate.opened_at, ManualMandate.id)))


def waiting_mandate(decision: Decision, manual: Manual, kind: SectionKind) -> ManualMandate | None:
    waiting = waiting_mandates(manual.id)
    return next((each for each in waiting if each.decision_id == decision.id and each.kind is kind), None)


def mandates_to_open(*, viewer: Actor) -> list[ManualMandate]:
    """Those without an edition, and those whose edition never came into force and that no later one took over."""
    viewer.require(Permission.MANUAL_WRITE)
    later = aliased(ManualEdition)
    lost = ManualEdition.state.in_(NEVER_IN_FORCE) & ~exists().where(
        later.manual_id == ManualEdition.manual_id, later.number > ManualEdition.number
    )
    rows = select(ManualMandate).join(ManualMandate.decision).join(Decision.item).join(AgendaItem.meeting)
    rows = rows.outerjoin(ManualMandate.edition).where(or_(ManualMandate.edition_id.is_(None), lost))
    rows = rows.where(meetings_in_scope(viewer)).options(joinedload(ManualMandate.manual))
    return list(db.session.scalars(rows.order_by(ManualMandate.opened_at, ManualMandate.id)))


def place_of(decision: Decision) -> Place | None:
    """The section that practice brought the point for, by its key, or for which somebody suggested it."""
    for lesson in lessons_on([decision.item]).values():
        code, _, rest = lesson.key.partition("/")
        kind = rest.partition("/")[0]
        if kind in set(SectionKind):
            return code, SectionKind(kind)
    for suggestion in suggestions_on([decision.item]).values():
        return suggestion.section.edition.manual.code, suggestion.section.kind
    return None
