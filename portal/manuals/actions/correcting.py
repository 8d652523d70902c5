"""What an edition in the making says of its change, and whether it is written on."""

from datetime import datetime

from portal.accounts.queries import get_user
from portal.audit.actions import record
from portal.audit.steps import lock
from portal.core.actors import Actor
from portal.core.errors import Conflict, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.glyphs import require_glyphs
from portal.duty.actions import tell_staff
from portal.extensions import db
from portal.manuals.actions.issuing import step_edition
from portal.manuals.models import ManualEdition
from portal.manuals.notices import DISCARDED, news_of
from portal.manuals.queries import writers_of
from portal.manuals.rules import IN_THE_MAKING, refuse_own_correction
from portal.manuals.scope import may_correct
from portal.manuals.states import ChangeSize, ManualEditionVerb


def correct_change(edition: ManualEdition, size: ChangeSize, why: str, *, actor: Actor, now: datetime) -> None:
    """Say otherwise how much the edition changes and why: until it is issued, and of one's own while it is a draft."""
    _require(edition, actor)
    lock(edition)
    if edition.state not in IN_THE_MAKING:
        raise Conflict(N_("발행한 판은 고칠 수 없습니다."))
    refuse_own_correction(edition.state, writers_of(edition), actor.user_id)
    require_glyphs(why, "change_note")
    sizes = {"before": edition.size.value, "after": size.value}
    edition.size, edition.change_note = size, why
    record("manual.write", actor=actor, now=now, subject=("manual", edition.manual_id), edition=edition.number, **sizes)
    db.session.flush()


def discard_edition(edition: ManualEdition, note: str, *, actor: Actor, now: datetime) -> None:
    """Let a draft go; its number and its text stay, and the next draft begins with the newest issued edition."""
    _require(edition, actor)
    step_edition(edition, ManualEditionVerb.DISCARD, actor, now, note)
    db.session.flush()
    if edition.author_id != actor.user_id:
        tell_staff([get_user(edition.author_id)], news_of(edition, DISCARDED), now=now)


def _require(edition: ManualEdition, actor: Actor) -> None:
    actor.require(Permission.MANUAL_WRITE)
    if not may_correct(edition.author_id, actor):
        raise Forbidden
