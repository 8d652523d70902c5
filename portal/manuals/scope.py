"""What of the manuals waits for whom, as conditions of SQL, and who corrects an edition in the making."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select

from portal.accounts.models import User
from portal.accounts.queries import carries
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.manuals.models import Manual, ManualEdition, ManualWriter
from portal.manuals.states import ManualEditionState

GONE = select(User.id).where(or_(User.disabled_at.is_not(None), not_(carries(Permission.MANUAL_WRITE))))
"""SQL: those who are there no more, or write manuals no more."""


def waits_for(viewer: Actor) -> ColumnElement[bool]:
    """What somebody has to do for an edition: write on, review what they were asked to, approve what others wrote.

    What waits for somebody who is there no more is everybody's who approves.
    """
    own = ManualEdition.author_id == viewer.user_id
    waits = [
        and_(ManualEdition.state == ManualEditionState.DRAFT, own),
        and_(ManualEdition.state == ManualEditionState.IN_REVIEW, ManualEdition.asked_reviewer_id == viewer.user_id),
    ]
    if viewer.can(Permission.MANUAL_APPROVE):
        nobody_asked = or_(ManualEdition.asked_reviewer_id.is_(None), ManualEdition.asked_reviewer_id.in_(GONE))
        to_review = and_(ManualEdition.state == ManualEditionState.IN_REVIEW, nobody_asked)
        wrote = exists().where(ManualWriter.edition_id == ManualEdition.id, ManualWriter.user_id == viewer.user_id)
        judged = or_(ManualEdition.state == ManualEditionState.REVIEWED, to_review)
        waits.append(and_(judged, not_(own), not_(wrote)))
        waits.append(and_(ManualEdition.state == ManualEditionState.DRAFT, ManualEdition.author_id.in_(GONE)))
    return or_(*waits)


def may_correct(author_id: UUID, viewer: Actor) -> bool:
    """Who corrects what an edition says of its change, or lets its draft go: its author, and those who approve."""
    return viewer.user_id == author_id or viewer.can(Permission.MANUAL_APPROVE)


def to_look_again(viewer: Actor, day: date) -> ColumnElement[bool]:
    """Manuals that `viewer` looks at again.

    Those whose owner is there no more, and those in force without a day, are everybody's who approves.
    """
    mine = Manual.owner_id == viewer.user_id
    if not viewer.can(Permission.MANUAL_APPROVE):
        return and_(Manual.look_again_on <= day, mine)
    in_force = exists().where(ManualEdition.manual_id == Manual.id, ManualEdition.state == ManualEditionState.PUBLISHED)
    unset = and_(Manual.look_again_on.is_(None), in_force)
    return or_(unset, and_(Manual.look_again_on <= day, or_(mine, Manual.owner_id.in_(GONE))))
