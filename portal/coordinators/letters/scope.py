"""Who reads which letters: everybody what hangs on the wall, a member its own, the office all."""

from sqlalchemy import ColumnElement, or_, true

from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LetterState
from portal.core.actors import Actor
from portal.core.permissions import Permission


def letters_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Letter`. What was taken down only the office still reads."""
    if viewer.can(Permission.LETTER_MANAGE):
        return true()
    shown = Letter.state == LetterState.SHOWN
    if viewer.organisation_id is None:
        return shown
    return or_(shown, (Letter.organisation_id == viewer.organisation_id) & (Letter.state == LetterState.RECEIVED))
