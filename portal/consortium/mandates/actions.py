"""Opens a draft of a manual by a decision of a meeting, or lets the decision join the one that is being written."""

from datetime import datetime

from portal.audit.actions import record
from portal.consortium.mandates.models import ManualMandate
from portal.consortium.mandates.queries import mandate_of, mandates_opening
from portal.consortium.meetings.models import Decision
from portal.consortium.suggestions.actions import tell_anew
from portal.consortium.suggestions.notices import IN_FORCE
from portal.consortium.suggestions.queries import suggestions_on
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db
from portal.manuals.actions import draft_that_changes
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.queries import edition_to_come
from portal.manuals.states import ChangeSize, SectionKind


def open_draft(
    decision: Decision, manual: Manual, kind: SectionKind, size: ChangeSize, why: str, *, actor: Actor, now: datetime
) -> ManualMandate:
    """Whoever opens it is its author; several decisions meet in one draft while it is being written."""
    actor.require(Permission.MANUAL_WRITE)
    is_new = edition_to_come(manual) is None
    edition = draft_that_changes(manual, why, size=size, actor=actor, now=now)
    mandate = mandate_of(decision, edition, kind) if is_new else None
    if mandate is None:
        mandate = ManualMandate(decision=decision, edition=edition, kind=kind, opened_at=now)
        db.session.add(mandate)
    subject = ("manual", manual.id)
    record("manual.mandate", actor=actor, now=now, subject=subject, section=kind.value, decision=str(decision.id))
    db.session.flush()
    return mandate


def tell_in_force(edition: ManualEdition, now: datetime) -> None:
    """Whoever suggested what came to the edition by way of a meeting hears that it is in force."""
    points = {mandate.decision.item for mandate in mandates_opening(edition)}
    for suggestion in suggestions_on(points).values():
        tell_anew(suggestion, IN_FORCE, now)


def carry_mandates(before: ManualEdition, edition: ManualEdition, now: datetime) -> None:
    """What a decision wanted of an edition that never came into force it wants of the next draft."""
    for mandate in mandates_opening(before):
        db.session.add(
            ManualMandate(decision_id=mandate.decision_id, edition=edition, kind=mandate.kind, opened_at=now)
        )
    db.session.flush()
