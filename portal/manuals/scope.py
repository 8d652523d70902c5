"""What of the manuals waits for whom, as conditions of SQL."""

from datetime import date

from sqlalchemy import ColumnElement, and_, not_, or_, select

from portal.accounts.models import User
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.states import ManualEditionState


def waits_for(viewer: Actor) -> ColumnElement[bool]:
    """What somebody has to do for an edition: write on, review what they were asked to, approve what others wrote."""
    own = ManualEdition.author_id == viewer.user_id
    waits = [
        and_(ManualEdition.state == ManualEditionState.DRAFT, own),
        and_(ManualEdition.state == ManualEditionState.IN_REVIEW, ManualEdition.asked_reviewer_id == viewer.user_id),
    ]
    if viewer.can(Permission.MANUAL_APPROVE):
        nobody_asked = and_(
            ManualEdition.state == ManualEditionState.IN_REVIEW, ManualEdition.asked_reviewer_id.is_(None)
        )
        waits.append(and_(or_(ManualEdition.state == ManualEditionState.REVIEWED, nobody_asked), not_(own)))
    return or_(*waits)


def to_look_again(viewer: Actor, day: date) -> ColumnElement[bool]:
    """Manuals that `viewer` looks at again; those whose owner is there no more are everybody's who approves."""
    mine = Manual.owner_id == viewer.user_id
    if viewer.can(Permission.MANUAL_APPROVE):
        mine = or_(mine, Manual.owner_id.in_(select(User.id).where(User.disabled_at.is_not(None))))
    return and_(Manual.look_again_on <= day, mine)
