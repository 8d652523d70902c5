"""How an edition comes about: drafted, submitted, and reviewed by another."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.queries import get_user, users_who_may
from portal.audit.steps import lock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.documents.glyphs import require_glyphs, require_glyphs_in
from portal.duty.actions import tell_staff
from portal.extensions import db
from portal.manuals.actions.drafting import widen_draft
from portal.manuals.actions.issuing import lock_manual, step_edition
from portal.manuals.models import Manual, ManualAttachment, ManualEdition, ManualSection, ManualStep
from portal.manuals.notices import TO_APPROVE, TO_MEND, TO_REVIEW, news_of
from portal.manuals.printing import printed
from portal.manuals.queries import (
    bears_number,
    edition_to_begin_with,
    edition_to_come,
    next_document_number,
    writers_of,
)
from portal.manuals.rules import NEVER_IN_FORCE, TO_COME, refuse_own_review
from portal.manuals.states import ChangeSize, ManualEditionState, ManualEditionVerb, SectionKind

Carry = Callable[[ManualEdition | None, ManualEdition, datetime], None]
BEGUN: Socket[Carry] = Socket("what a draft takes over, of one before that never came into force too", Takes.MANY)
STEP_COLUMNS = ("position", "name", "who", "action", "time_limit", "form", "required")


def create_manual(code: str, title: str, *, actor: Actor, now: datetime) -> ManualEdition:
    """A new manual with its first draft: the nine sections, still empty."""
    actor.require(Permission.MANUAL_WRITE)
    require_glyphs(title, "title")
    manual = Manual(code=code, title=title, document_number=take_document_number())
    db.session.add(manual)
    return draft_edition(manual, N_("제정"), size=ChangeSize.MAJOR, actor=actor, now=now)


def take_document_number(wanted: str = "") -> str:
    """`wanted`, or where another manual bears it already the next one; nobody else takes one until this is kept."""
    db.session.execute(select(Manual.id).order_by(Manual.id).limit(1).with_for_update())
    return wanted if wanted and not bears_number(wanted) else next_document_number()


def draft_that_changes(manual: Manual, why: str, *, size: ChangeSize, actor: Actor, now: datetime) -> ManualEdition:
    """The draft that is being written, which from now on changes this too, or a new one by whoever asks for it."""
    edition = edition_to_come(manual)
    if edition is None or edition.state is not ManualEditionState.DRAFT:
        return draft_edition(manual, why, size=size, actor=actor, now=now)
    widen_draft(edition, why, size, actor=actor, now=now)
    return edition


def draft_edition(
    manual: Manual,
    change_note: str,
    *,
    size: ChangeSize = ChangeSize.MINOR,
    actor: Actor,
    now: datetime,
    sections: list[ManualSection] | None = None,
) -> ManualEdition:
    """A new edition, filled with the one in force unless `sections` are given; refused while another is to come."""
    actor.require(Permission.MANUAL_WRITE)
    require_glyphs(change_note, "change_note")
    lock_manual(manual)
    if any(edition.state in TO_COME for edition in manual.editions):
        raise Conflict(N_("이미 쓰고 있거나 시행을 기다리는 새 판이 있습니다. 그 판을 먼저 마쳐 주십시오."))
    edition = ManualEdition(
        manual_id=manual.id,
        manual=manual,
        number=max((edition.number for edition in manual.editions), default=0) + 1,
        size=size,
        change_note=change_note,
        author_id=actor.user_id,
        author_name=actor.name,
        created_at=now,
        sections=sections or _first_sections(manual),
        attachments=[] if sections else _first_attachments(manual),
    )
    db.session.add(edition)
    step_edition(edition, ManualEditionVerb.DRAFT, actor, now)
    db.session.flush()
    _take_over(edition, now)
    return edition


def _take_over(edition: ManualEdition, now: datetime) -> None:
    before = next((each for each in edition.manual.editions if each.number == edition.number - 1), None)
    never = before if before is not None and before.state in NEVER_IN_FORCE else None
    for carry in BEGUN:
        carry(never, edition, now)


def submit_edition(edition: ManualEdition, reviewer_id: UUID | None = None, *, actor: Actor, now: datetime) -> None:
    """Hand the draft over to be reviewed; nothing in it changes from here on, so its document must be printable.

    `reviewer_id` is who is asked to; where nobody is named, all who approve are.
    """
    actor.require(Permission.MANUAL_WRITE)
    if not any(section.body.strip() for section in edition.sections):
        raise DomainError(N_("아직 적은 내용이 없습니다. 내용을 적은 뒤에 검토를 부탁해 주십시오."))
    require_glyphs_in((section.heading, printed(section)) for section in edition.sections)
    asked = _asked_to_review(edition, reviewer_id)
    step_edition(edition, ManualEditionVerb.SUBMIT, actor, now)
    edition.asked_reviewer_id = reviewer_id
    db.session.flush()
    tell_staff(asked, news_of(edition, TO_REVIEW), now=now)


def review_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Find the edition good; only somebody may who wrote nothing of it."""
    actor.require(Permission.MANUAL_WRITE)
    refuse_own_review(writers_of(edition), actor.user_id)
    step_edition(edition, ManualEditionVerb.REVIEW, actor, now)
    edition.reviewer_id, edition.reviewer_name, edition.reviewed_at = actor.user_id, actor.name, now
    edition.return_note = ""
    db.session.flush()
    tell_staff(_others_who_may(Permission.MANUAL_APPROVE, edition), news_of(edition, TO_APPROVE), now=now)


def return_edition(edition: ManualEdition, note: str, *, actor: Actor, now: datetime) -> None:
    """Give the edition back to its author, who hears of it, with what is to be mended.

    Once it is reviewed it waits for those who approve, and they alone return it.
    """
    lock(edition)
    is_reviewed = edition.state is ManualEditionState.REVIEWED
    actor.require(Permission.MANUAL_APPROVE if is_reviewed else Permission.MANUAL_WRITE)
    refuse_own_review(writers_of(edition), actor.user_id)
    step_edition(edition, ManualEditionVerb.RETURN, actor, now, note)
    edition.return_note, edition.returned_by_name = note, actor.name
    edition.reviewer_id, edition.reviewer_name, edition.reviewed_at = None, "", None
    db.session.flush()
    tell_staff([get_user(edition.author_id)], news_of(edition, TO_MEND), now=now)


def reviewers_of(edition: ManualEdition) -> list[User]:
    """Who may be asked to review it."""
    return _others_who_may(Permission.MANUAL_WRITE, edition)


def _asked_to_review(edition: ManualEdition, reviewer_id: UUID | None) -> list[User]:
    if reviewer_id is None:
        return _others_who_may(Permission.MANUAL_APPROVE, edition)
    named = [user for user in reviewers_of(edition) if user.id == reviewer_id]
    if not named:
        raise DomainError(N_("쓴 사람이 아닌 다른 분을 골라 주십시오."), "reviewer")
    return named


def _others_who_may(permission: Permission, edition: ManualEdition) -> list[User]:
    writers = writers_of(edition)
    return [user for user in users_who_may(permission) if user.id not in writers]


def _first_sections(manual: Manual) -> list[ManualSection]:
    """Copies of the sections to begin with, or the nine empty ones of a new manual."""
    earlier = edition_to_begin_with(manual.id)
    if earlier is not None:
        return [_copy(section) for section in earlier.sections]
    return [ManualSection(kind=kind, position=place, heading=kind.words) for place, kind in enumerate(SectionKind, 1)]


def _first_attachments(manual: Manual) -> list[ManualAttachment]:
    """The same files as those of the edition to begin with."""
    earlier = edition_to_begin_with(manual.id)
    return [
        ManualAttachment(file=each.file, kind=each.kind, position=each.position, title=each.title)
        for each in (earlier.attachments if earlier else ())
    ]


def _copy(section: ManualSection) -> ManualSection:
    steps = [ManualStep(**{name: getattr(step, name) for name in STEP_COLUMNS}) for step in section.steps]
    return ManualSection(
        kind=section.kind,
        position=section.position,
        heading=section.heading,
        body=section.body,
        number=section.number,
        steps=steps,
    )
