"""Who sees which suggestions: the office all, everybody their own, who writes editions what these take up."""

from sqlalchemy import ColumnElement, and_, or_, true

from portal.consortium.suggestions.models import ManualSuggestion, SectionOpinion
from portal.core.actors import Actor
from portal.core.permissions import Permission


def suggestions_in_scope(viewer: Actor) -> ColumnElement[bool]:
    if viewer.can(Permission.MANUAL_APPROVE):
        return true()
    own = made_by(viewer)
    return or_(own, ManualSuggestion.edition_id.is_not(None)) if viewer.can(Permission.MANUAL_WRITE) else own


def made_by(viewer: Actor) -> ColumnElement[bool]:
    return ManualSuggestion.made_by_id == viewer.user_id


def opinions_given_by(viewer: Actor) -> ColumnElement[bool]:
    return SectionOpinion.user_id == viewer.user_id


def unheard(viewer: Actor) -> ColumnElement[bool]:
    """What `viewer` suggested and was answered, and has not said that they read."""
    return and_(
        made_by(viewer),
        ManualSuggestion.answered_at.is_not(None),
        ManualSuggestion.heard_at.is_(None),
    )
