"""How an edition comes about: drafted, submitted, reviewed by another, approved and published."""

from datetime import date, datetime

from portal.accounts.queries import get_user, users_who_may
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.glyphs import require_glyphs, require_glyphs_in
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition, ManualSection, ManualStep
from portal.manuals.printing import printed
from portal.manuals.queries import edition_in_force, next_document_number
from portal.manuals.rules import (
    IN_THE_MAKING,
    refuse_effective_day,
    refuse_own_approval,
    refuse_own_review,
)
from portal.manuals.states import MANUAL_EDITION_STATES, ManualEditionVerb, SectionKind
from portal.notifications.actions import About

TO_REVIEW = N_("매뉴얼 검토를 기다립니다: %(title)s")
TO_MEND = N_("고칠 것이 있어 돌아온 매뉴얼입니다: %(title)s")
STEP_COLUMNS = ("position", "name", "who", "action", "time_limit", "form", "required")


def create_manual(code: str, title: str, *, actor: Actor, now: datetime) -> ManualEdition:
    """A new manual with its first draft: the nine sections, still empty."""
    actor.require(Permission.MANUAL_WRITE)
    require_glyphs(title, "title")
    manual = Manual(code=code, title=title, document_number=next_document_number())
    db.session.add(manual)
    return draft_edition(manual, N_("제정"), actor=actor, now=now)


def draft_edition(
    manual: Manual, change_note: str, *, actor: Actor, now: datetime, sections: list[ManualSection] | None = None
) -> ManualEdition:
    """A new edition, filled with the one in force unless `sections` are given; refused while one is in the making."""
    actor.require(Permission.MANUAL_WRITE)
    require_glyphs(change_note, "change_note")
    _lock(manual)
    if any(edition.state in IN_THE_MAKING for edition in manual.editions):
        raise Conflict(N_("이미 쓰고 있는 새 판이 있습니다. 그 판을 이어서 써 주십시오."))
    edition = ManualEdition(
        manual_id=manual.id,
        manual=manual,
        number=max((edition.number for edition in manual.editions), default=0) + 1,
        change_note=change_note,
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=now,
        sections=sections or _first_sections(manual),
    )
    db.session.add(edition)
    _step(edition, ManualEditionVerb.DRAFT, actor, now)
    db.session.flush()
    return edition


def submit_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Hand the draft over to be reviewed; nothing in it changes from here on, so its document must be printable."""
    actor.require(Permission.MANUAL_WRITE)
    if not any(section.body.strip() for section in edition.sections):
        raise DomainError(N_("아직 적은 내용이 없습니다. 내용을 적은 뒤에 검토를 부탁해 주십시오."))
    require_glyphs_in((section.heading, printed(section)) for section in edition.sections)
    _step(edition, ManualEditionVerb.SUBMIT, actor, now)
    db.session.flush()
    approvers = [user for user in users_who_may(Permission.MANUAL_APPROVE) if user.id != actor.user_id]
    tell_staff(approvers, _news(TO_REVIEW, edition), now=now)


def review_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Find the edition good; only somebody else than its author may."""
    actor.require(Permission.MANUAL_WRITE)
    refuse_own_review(edition.author_id, actor.user_id)
    _step(edition, ManualEditionVerb.REVIEW, actor, now)
    edition.reviewer_id, edition.reviewer_name, edition.reviewed_at = actor.user_id, actor.name, now
    edition.return_note = ""
    db.session.flush()


def return_edition(edition: ManualEdition, note: str, *, actor: Actor, now: datetime) -> None:
    """Give the edition back to its author, who hears of it, with what is to be mended."""
    actor.require(Permission.MANUAL_WRITE)
    refuse_own_review(edition.author_id, actor.user_id)
    _step(edition, ManualEditionVerb.RETURN, actor, now, note)
    edition.return_note, edition.returned_by_name = note, actor.name
    edition.reviewer_id, edition.reviewer_name, edition.reviewed_at = None, "", None
    db.session.flush()
    tell_staff([get_user(edition.author_id)], _news(TO_MEND, edition), now=now)


def publish_edition(edition: ManualEdition, effective_on: date, *, actor: Actor, now: datetime) -> None:
    """Approve and put in force; the edition before is superseded in the same transaction."""
    actor.require(Permission.MANUAL_APPROVE)
    refuse_own_approval(edition.author_id, actor.user_id)
    _lock(edition.manual)
    previous = edition_in_force(edition.manual_id)
    refuse_effective_day(effective_on, today=day_of(now), previous=previous.effective_on if previous else None)
    if previous is not None:
        _step(previous, ManualEditionVerb.SUPERSEDE, actor, now)
    _step(edition, ManualEditionVerb.PUBLISH, actor, now)
    edition.approver_id, edition.approver_name, edition.published_at = actor.user_id, actor.name, now
    edition.effective_on = effective_on
    db.session.flush()


def _news(words: str, edition: ManualEdition) -> News:
    """Of what the edition waits for in its present state."""
    path = f"/manuals/{edition.manual.code}/editions/{edition.number}"
    about = About(MANUAL_EDITION_STATES.kind, edition.id, edition.state)
    return News(Matter.MANUAL, about, words % {"title": edition.manual.title}, path)


def _first_sections(manual: Manual) -> list[ManualSection]:
    """Copies of the sections in force, or the nine empty ones of a new manual."""
    in_force = edition_in_force(manual.id)
    if in_force is not None:
        return [_copy(section) for section in in_force.sections]
    return [ManualSection(kind=kind, position=place, heading=kind.words) for place, kind in enumerate(SectionKind, 1)]


def _copy(section: ManualSection) -> ManualSection:
    steps = [ManualStep(**{name: getattr(step, name) for name in STEP_COLUMNS}) for step in section.steps]
    return ManualSection(
        kind=section.kind, position=section.position, heading=section.heading, body=section.body, steps=steps
    )


def _lock(manual: Manual) -> None:
    """Let nobody else number or publish an edition of `manual` until this transaction ends."""
    db.session.flush()
    db.session.refresh(manual, with_for_update=True)


def _step(edition: ManualEdition, verb: ManualEditionVerb, actor: Actor, now: datetime, note: str = "") -> None:
    subject = ("manual", edition.manual_id)
    take(MANUAL_EDITION_STATES, edition, verb, actor=actor, now=now, note=note, subject=subject, edition=edition.number)
