"""Opens a draft of a manual by a decision of a meeting, or adds the decision to the one being written or the next."""

from datetime import datetime

from portal.audit.actions import record
from portal.consortium.mandates.models import ManualMandate
from portal.consortium.mandates.queries import (
    mandate_of,
    mandates_opening,
    waiting_mandate,
    waiting_mandates,
)
from portal.consortium.meetings.models import Decision
from portal.consortium.suggestions.actions import tell_anew
from portal.consortium.suggestions.notices import IN_FORCE
from portal.consortium.suggestions.queries import suggestions_on
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.glyphs import require_glyphs
from portal.extensions import db
from portal.manuals.actions import draft_that_changes
from portal.manuals.actions.drafting import say_too
from portal.manuals.actions.issuing import lock_manual
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.queries import edition_to_come
from portal.manuals.states import ChangeSize, ManualEditionState, SectionKind


def open_draft(
    decision: Decision, manual: Manual, kind: SectionKind, size: ChangeSize, why: str, *, actor: Actor, now: datetime
) -> ManualMandate:
    """Whoever opens it is its author; several decisions meet in one draft while it is being written.

    While an edition is judged or waits for its day the mandate waits without one; not where that one is by it already.
    """
    actor.require(Permission.MANUAL_WRITE)
    require_glyphs(why, "change_note")
    lock_manual(manual)
    coming = edition_to_come(manual)
    if coming is not None and coming.state is not ManualEditionState.DRAFT:
        if mandate_of(decision, coming, kind) is not None:
            raise DomainError(N_("이 결정으로 이미 고치고 있는 항목입니다."), "section")
        mandate = ManualMandate(decision=decision, manual=manual, kind=kind, size=size, change_note=why, opened_at=now)
        db.session.add(mandate)
    else:
        mandate = _open(decision, manual, kind, size, why, actor=actor, now=now)
    subject = ("manual", manual.id)
    record("manual.mandate", actor=actor, now=now, subject=subject, section=kind.value, decision=str(decision.id))
    db.session.flush()
    return mandate


def _open(
    decision: Decision, manual: Manual, kind: SectionKind, size: ChangeSize, why: str, *, actor: Actor, now: datetime
) -> ManualMandate:
    """One that waited is opened with what is said of it now."""
    waited = waiting_mandate(decision, manual, kind)
    if waited is not None:
        db.session.delete(waited)
        db.session.flush()
    is_new = edition_to_come(manual) is None
    edition = draft_that_changes(manual, why, size=size, actor=actor, now=now)
    mandate = mandate_of(decision, edition, kind) if is_new else None
    if mandate is None:
        mandate = ManualMandate(
            decision=decision, manual=manual, edition=edition, kind=kind, size=size, change_note=why, opened_at=now
        )
        db.session.add(mandate)
    return mandate


def tell_in_force(edition: ManualEdition, now: datetime) -> None:
    """Whoever suggested what came to the edition by way of a meeting hears that it is in force."""
    points = {mandate.decision.item for mandate in mandates_opening(edition)}
    for suggestion in suggestions_on(points).values():
        tell_anew(suggestion, IN_FORCE, now)


def carry_mandates(before: ManualEdition | None, edition: ManualEdition, now: datetime) -> None:
    """What a decision wanted of an edition that never came into force, or of none yet, it wants of the next draft.

    What waits twice, for it was said anew since, is carried once.
    """
    waiting = waiting_mandates(edition.manual_id)
    taken = {(each.decision_id, each.kind) for each in waiting}
    lost = mandates_opening(before) if before else ()
    for mandate in lost:
        if (mandate.decision_id, mandate.kind) in taken:
            continue
        db.session.add(
            ManualMandate(
                decision_id=mandate.decision_id,
                manual_id=mandate.manual_id,
                edition=edition,
                kind=mandate.kind,
                size=mandate.size,
                change_note=mandate.change_note,
                opened_at=now,
            )
        )
    db.session.flush()
    for mandate in waiting:
        mandate.edition = edition
        say_too(edition, mandate.change_note, mandate.size)
    db.session.flush()
