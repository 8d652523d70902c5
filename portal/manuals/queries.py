"""Reads of the standard manuals; editions in the making are for those who write."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.searching import fold, one_line
from portal.db.claims import TRIES, is_left
from portal.extensions import db
from portal.manuals.models import (
    ISSUED,
    Manual,
    ManualAttachment,
    ManualEdition,
    ManualFile,
    ManualPaper,
    ManualSection,
    ManualStep,
    ManualWriter,
)
from portal.manuals.rules import CAME_INTO_FORCE, TO_COME, document_number_after
from portal.manuals.states import AttachmentKind, ManualEditionState, SectionKind


def manuals() -> list[Manual]:
    """All manuals with their editions, by document number."""
    return list(
        db.session.scalars(select(Manual).options(selectinload(Manual.editions)).order_by(Manual.document_number))
    )


def manuals_for(viewer: Actor) -> list[Manual]:
    """The manuals that `viewer` may open: those with an issued edition, and for writers also the new ones."""
    viewer.require(Permission.MANUAL_READ)
    writes = viewer.can(Permission.MANUAL_WRITE)
    return [manual for manual in manuals() if writes or any(edition.state in ISSUED for edition in manual.editions)]


def get_manual(code: str) -> Manual:
    """Raises `NotFound`."""
    manual = db.session.scalar(select(Manual).where(Manual.code == code))
    if manual is None:
        raise NotFound
    return manual


def manual_by_id(manual_id: UUID) -> Manual:
    """Raises `NotFound`."""
    manual = db.session.get(Manual, manual_id)
    if manual is None:
        raise NotFound
    return manual


def get_edition(edition_id: UUID, *, anew: bool = False) -> ManualEdition:
    """An edition with its sections and steps; read `anew` also where they were read before it was locked."""
    edition = db.session.scalar(
        select(ManualEdition)
        .where(ManualEdition.id == edition_id)
        .options(selectinload(ManualEdition.sections).selectinload(ManualSection.steps))
        .options(selectinload(ManualEdition.attachments).joinedload(ManualAttachment.file))
        .execution_options(populate_existing=anew)
    )
    if edition is None:
        raise NotFound
    return edition


def edition_of(manual: Manual, number: int, *, viewer: Actor) -> ManualEdition:
    """Edition `number` with its text; one in the making only for those who write."""
    viewer.require(Permission.MANUAL_READ)
    edition = next((edition for edition in manual.editions if edition.number == number), None)
    if edition is None or (edition.state not in ISSUED and not viewer.can(Permission.MANUAL_WRITE)):
        raise NotFound
    return get_edition(edition.id)


def writers_of(edition: ManualEdition) -> frozenset[UUID]:
    """Its author and whoever else changed its text: none of them reviews or approves it."""
    others = select(ManualWriter.user_id).where(ManualWriter.edition_id == edition.id)
    return frozenset({edition.author_id, *db.session.scalars(others)})


def approvers_beside(writers: Collection[UUID | None]) -> list[User]:
    """Who may approve what these have written."""
    return [user for user in users_who_may(Permission.MANUAL_APPROVE) if user.id not in writers]


def editions_for(manual: Manual, *, viewer: Actor) -> list[ManualEdition]:
    """The editions that `viewer` may open, newest first."""
    viewer.require(Permission.MANUAL_READ)
    writes = viewer.can(Permission.MANUAL_WRITE)
    return [edition for edition in manual.editions if writes or edition.state in ISSUED]


def published_edition(manual: Manual) -> ManualEdition | None:
    """`edition_in_force` of a manual whose editions are loaded."""
    return next((edition for edition in manual.editions if edition.state is ManualEditionState.PUBLISHED), None)


def edition_to_come(manual: Manual) -> ManualEdition | None:
    """The one that is being made or waits for its day."""
    return next((edition for edition in manual.editions if edition.state in TO_COME), None)


def editions_due(day: date) -> list[ManualEdition]:
    """Issued editions whose day has come and that are not in force yet."""
    due = select(ManualEdition).where(
        ManualEdition.state == ManualEditionState.SCHEDULED, ManualEdition.effective_on <= day
    )
    return list(db.session.scalars(due.order_by(ManualEdition.effective_on, ManualEdition.id)))


def edition_to_begin_with(manual_id: UUID) -> ManualEdition | None:
    """What the next draft begins with: the newest edition that was issued, in force or called off."""
    issued = select(ManualEdition).where(ManualEdition.manual_id == manual_id, ManualEdition.state.in_(ISSUED))
    return db.session.scalar(issued.order_by(ManualEdition.number.desc()).limit(1))


def edition_in_force(manual_id: UUID) -> ManualEdition | None:
    """The published edition of a manual, or None before the first is published."""
    return db.session.scalar(
        select(ManualEdition).where(
            ManualEdition.manual_id == manual_id, ManualEdition.state == ManualEditionState.PUBLISHED
        )
    )


def edition_by(manual_id: UUID, day: date) -> ManualEdition | None:
    """The edition that people worked by on `day`, or None where none had come into force by then."""
    came = select(ManualEdition).where(
        ManualEdition.manual_id == manual_id,
        ManualEdition.state.in_(CAME_INTO_FORCE),
        ManualEdition.effective_on <= day,
    )
    return db.session.scalar(came.order_by(ManualEdition.number.desc()).limit(1))


def issued_editions(manual_id: UUID) -> list[ManualEdition]:
    """Every edition that is, was or will be in force, the first one first."""
    statement = select(ManualEdition).where(
        ManualEdition.manual_id == manual_id,
        ManualEdition.state.in_(ISSUED),
        ManualEdition.state != ManualEditionState.CALLED_OFF,
    )
    return list(db.session.scalars(statement.order_by(ManualEdition.number)))


def looks_to_remind(last: date) -> list[Manual]:
    """Manuals that are to be looked at again by `last`, and whose owner has not heard of it."""
    near = select(Manual).where(Manual.look_again_on <= last, Manual.look_reminded_at.is_(None))
    return list(db.session.scalars(near.order_by(Manual.look_again_on, Manual.id)))


def section_of(edition: ManualEdition, kind: SectionKind) -> ManualSection:
    """Raises `NotFound`."""
    section = next((section for section in edition.sections if section.kind is kind), None)
    if section is None:
        raise NotFound
    return section


def step_of(section: ManualSection, step_id: UUID) -> ManualStep:
    """Raises `NotFound`."""
    step = next((step for step in section.steps if step.id == step_id), None)
    if step is None:
        raise NotFound
    return step


def attachment_of(edition: ManualEdition, attachment_id: UUID) -> ManualAttachment:
    """Raises `NotFound`."""
    attachment = next((each for each in edition.attachments if each.id == attachment_id), None)
    if attachment is None:
        raise NotFound
    return attachment


def forms_in_force(words: Sequence[str], *, viewer: Actor) -> list[ManualAttachment]:
    """The forms that come with editions in force and have all the words, by manual."""
    viewer.require(Permission.MANUAL_READ)
    forms = (
        select(ManualAttachment)
        .join(ManualAttachment.edition)
        .join(ManualEdition.manual)
        .where(ManualAttachment.kind == AttachmentKind.FORM, ManualEdition.state == ManualEditionState.PUBLISHED)
        .options(contains_eager(ManualAttachment.edition).contains_eager(ManualEdition.manual))
        .options(joinedload(ManualAttachment.file))
        .order_by(Manual.document_number, ManualAttachment.position)
    )
    return [each for each in db.session.scalars(forms) if all(word in fold(one_line(each.title)) for word in words)]


def kept_manual_files(session: Session) -> dict[str, tuple[UUID, str]]:
    """Every file that an attachment names, with its row and its digest."""
    named = select(ManualFile.file_name, ManualFile.id, ManualFile.sha256).where(
        ManualFile.id.in_(select(ManualAttachment.file_id))
    )
    return {name: (file_id, sha256) for name, file_id, sha256 in session.execute(named)}


def visit_steps(edition: ManualEdition) -> list[ManualStep]:
    """The steps of the procedure, in order: the lines of a visit sheet."""
    return list(
        db.session.scalars(
            select(ManualStep)
            .join(ManualSection)
            .where(ManualSection.edition_id == edition.id, ManualSection.kind == SectionKind.PROCEDURE)
            .order_by(ManualSection.position, ManualStep.position)
        )
    )


def bears_number(document_number: str) -> bool:
    """Whether some manual has it."""
    return db.session.scalar(select(Manual.id).where(Manual.document_number == document_number).limit(1)) is not None


def next_document_number() -> str:
    """The number that the next new manual gets."""
    return document_number_after(db.session.scalars(select(Manual.document_number)))


def traces() -> Iterator[Trace]:
    """Who signed editions."""
    signed = (ManualEdition.author_name, ManualEdition.reviewer_name, ManualEdition.approver_name)
    for names in db.session.execute(select(*signed).distinct()):
        yield from (Trace(None, name) for name in names)


def editions_with_digest(digest: str, *, viewer: Actor) -> list[ManualEdition]:
    """Issued editions whose digest begins so, with their text; none for what is empty."""
    viewer.require(Permission.MANUAL_READ)
    if not digest:
        return []
    found = select(ManualEdition.id).where(ManualEdition.digest.startswith(digest), ManualEdition.state.in_(ISSUED))
    return [get_edition(edition_id) for edition_id in db.session.scalars(found.order_by(ManualEdition.id).limit(10))]


def all_issued() -> list[UUID]:
    """Every edition that was ever issued, in the order of the manuals."""
    issued = select(ManualEdition.id).join(ManualEdition.manual).where(ManualEdition.state.in_(ISSUED))
    return list(db.session.scalars(issued.order_by(Manual.document_number, ManualEdition.number)))


def find_paper(edition_id: UUID) -> ManualPaper | None:
    """How far the worker is with the PDF of a long edition; None where it is not asked for one."""
    return db.session.scalar(select(ManualPaper).where(ManualPaper.edition_id == edition_id))


UNSET = (ManualPaper.tries < TRIES) | (ManualPaper.error == "")
"""SQL: a worker has still to set it."""


def is_given_up(paper: ManualPaper) -> bool:
    """Whether every try failed, so that it stands until somebody asks again."""
    return paper.tries >= TRIES and bool(paper.error)


def papers_given_up() -> list[tuple[ManualPaper, ManualEdition]]:
    """The oldest first."""
    rows = select(ManualPaper, ManualEdition).join(ManualEdition, ManualEdition.id == ManualPaper.edition_id)
    rows = rows.where(~UNSET).options(joinedload(ManualEdition.manual))
    return [
        (paper, edition) for paper, edition in db.session.execute(rows.order_by(ManualPaper.asked_at, ManualPaper.id))
    ]


def papers_wait(now: datetime) -> bool:
    return db.session.scalar(select(ManualPaper.id).where(UNSET, is_left(ManualPaper, now)).limit(1)) is not None
