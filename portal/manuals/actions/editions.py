"""How an edition of a manual comes about: drafted, submitted, reviewed by another, approved and published."""

from datetime import date, datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Actor, Permission
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition, ManualSection, ManualStep
from portal.manuals.queries import edition_in_force
from portal.manuals.rules import IN_THE_MAKING, refuse_effective_day, refuse_own_approval, refuse_own_review
from portal.manuals.shipped import ShippedManual, ShippedSection, shipped_manuals
from portal.manuals.states import EDITION_STATES, EditionState, EditionVerb

STEP_COLUMNS = ("position", "name", "who", "action", "time_limit", "form", "required")


def draft_edition(manual: Manual, change_note: str, *, actor: Actor, now: datetime) -> ManualEdition:
    """A new edition, filled with the one in force; refused while another one is in the making."""
    actor.require(Permission.MANUAL_WRITE)
    _lock(manual)
    if any(edition.state in IN_THE_MAKING for edition in manual.editions):
        raise Conflict(N_("이미 쓰고 있는 새 판이 있습니다. 그 판을 이어서 써 주십시오."))
    edition = _new_edition(manual, change_note, actor, now)
    in_force = edition_in_force(manual.id)
    if in_force is not None:
        edition.sections = [_copied_section(section) for section in in_force.sections]
    db.session.flush()
    _tell(edition, "draft", actor, now)
    return edition


def submit_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Hand the draft over for review; who edited last is not asked, the author of the edition stays."""
    actor.require(Permission.MANUAL_WRITE)
    _step(edition, EditionVerb.SUBMIT)
    if not edition.change_note:
        raise DomainError(N_("무엇이 바뀌었는지 한 줄로 적어 주십시오."), "change_note")
    _tell(edition, "submit", actor, now)


def review_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.MANUAL_WRITE)
    refuse_own_review(edition.author_id, actor.user_id)
    _step(edition, EditionVerb.REVIEW)
    edition.reviewer_id, edition.reviewer_name, edition.reviewed_at = actor.user_id, actor.name, now
    edition.return_note = ""
    _tell(edition, "review", actor, now)


def return_edition(edition: ManualEdition, note: str, *, actor: Actor, now: datetime) -> None:
    """Give the edition back to its author with what is to be mended."""
    actor.require(Permission.MANUAL_WRITE)
    refuse_own_review(edition.author_id, actor.user_id)
    _step(edition, EditionVerb.RETURN)
    edition.return_note = f"{note} ({actor.name})"
    edition.reviewer_id, edition.reviewer_name, edition.reviewed_at = None, "", None
    _tell(edition, "return", actor, now)


def publish_edition(edition: ManualEdition, effective_on: date, *, actor: Actor, now: datetime) -> None:
    """Approve and put in force; the edition before is superseded in the same transaction."""
    actor.require(Permission.MANUAL_APPROVE)
    refuse_own_approval(edition.author_id, actor.user_id)
    _lock(edition.manual)
    previous = edition_in_force(edition.manual_id)
    refuse_effective_day(effective_on, today=day_of(now), previous=previous.effective_on if previous else None)
    if previous is not None:
        _step(previous, EditionVerb.SUPERSEDE)
    _step(edition, EditionVerb.PUBLISH)
    edition.approver_id, edition.approver_name, edition.published_at = actor.user_id, actor.name, now
    edition.effective_on = effective_on
    db.session.flush()
    _tell(edition, "publish", actor, now)


def load_manuals(*, author: Actor, reviewer: Actor, approver: Actor, now: datetime) -> list[Manual]:
    """Publish the shipped first edition of each manual that is not there yet; tell which were added.

    Loading twice adds nothing the second time. The three are different people, as for any edition.
    """
    there = set(db.session.scalars(select(Manual.code)))
    return [
        _load(shipped, author=author, reviewer=reviewer, approver=approver, now=now)
        for shipped in shipped_manuals()
        if shipped.code not in there
    ]


def _load(shipped: ShippedManual, *, author: Actor, reviewer: Actor, approver: Actor, now: datetime) -> Manual:
    manual = Manual(code=shipped.code, title=shipped.title, document_number=shipped.document_number)
    db.session.add(manual)
    edition = draft_edition(manual, shipped.change_note, actor=author, now=now)
    edition.sections = [_shipped_section(section, place) for place, section in enumerate(shipped.sections, 1)]
    db.session.flush()
    submit_edition(edition, actor=author, now=now)
    review_edition(edition, actor=reviewer, now=now)
    publish_edition(edition, shipped.effective_on, actor=approver, now=now)
    return manual


def _new_edition(manual: Manual, change_note: str, actor: Actor, now: datetime) -> ManualEdition:
    edition = ManualEdition(
        manual=manual,
        number=max((edition.number for edition in manual.editions), default=0) + 1,
        state=EditionState.DRAFT,
        change_note=change_note,
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=now,
    )
    db.session.add(edition)
    return edition


def _copied_section(section: ManualSection) -> ManualSection:
    steps = [ManualStep(**{name: getattr(step, name) for name in STEP_COLUMNS}) for step in section.steps]
    return ManualSection(
        kind=section.kind, position=section.position, heading=section.heading, body=section.body, steps=steps
    )


def _shipped_section(section: ShippedSection, place: int) -> ManualSection:
    steps = [ManualStep(position=number, **step.model_dump()) for number, step in enumerate(section.steps, 1)]
    return ManualSection(
        kind=section.kind, position=place, heading=section.heading, body=section.text.strip(), steps=steps
    )


def _lock(manual: Manual) -> None:
    """Let nobody else number or publish an edition of `manual` until this transaction ends."""
    db.session.flush()
    db.session.refresh(manual, with_for_update=True)


def _step(edition: ManualEdition, verb: EditionVerb) -> None:
    db.session.flush()
    db.session.refresh(edition, with_for_update=True)
    edition.state = EDITION_STATES.next(edition.state, verb)


def _tell(edition: ManualEdition, verb: str, actor: Actor, now: datetime) -> None:
    record(f"manual.{verb}", actor=actor, now=now, subject=("manual", edition.manual_id), edition=edition.number)
