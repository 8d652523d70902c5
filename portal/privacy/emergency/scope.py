"""Who reads of which emergency, and whose household it opens: to read, for its time, to nobody else."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.privacy.emergency.models import EmergencyAccess


def accesses_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `EmergencyAccess`: whoever reviews them reads of all, others of their own."""
    if viewer.can(Permission.EMERGENCY_REVIEW):
        return true()
    return EmergencyAccess.user_id == viewer.user_id if viewer.can(Permission.EMERGENCY_READ) else false()


def others(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `EmergencyAccess`: nobody reviews what they opened themselves."""
    return EmergencyAccess.user_id != viewer.user_id


def may_review(access: EmergencyAccess, viewer: Actor) -> bool:
    """`others`, of one of them, and whether the viewer reviews any."""
    return viewer.can(Permission.EMERGENCY_REVIEW) and access.user_id != viewer.user_id


def opens_household(viewer: Actor, now: datetime) -> ColumnElement[bool]:
    """SQL on `EmergencyAccess`: its household may be read by `viewer` at this moment."""
    if not viewer.can(Permission.EMERGENCY_OPEN):
        return false()
    return and_(EmergencyAccess.user_id == viewer.user_id, EmergencyAccess.ends_at > now)
