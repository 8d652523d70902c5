"""Reads of the standard manuals."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.core.errors import NotFound
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition, ManualSection, ManualStep
from portal.manuals.states import EditionState, SectionKind


def manuals() -> list[Manual]:
    """All manuals with their editions, by document number."""
    return list(
        db.session.scalars(select(Manual).options(selectinload(Manual.editions)).order_by(Manual.document_number))
    )


def get_manual(code: str) -> Manual:
    manual = db.session.scalar(select(Manual).where(Manual.code == code))
    if manual is None:
        raise NotFound
    return manual


def get_edition(edition_id: UUID) -> ManualEdition:
    """An edition with its sections and steps."""
    edition = db.session.scalar(
        select(ManualEdition)
        .where(ManualEdition.id == edition_id)
        .options(selectinload(ManualEdition.sections).selectinload(ManualSection.steps))
    )
    if edition is None:
        raise NotFound
    return edition


def edition_in_force(manual_id: UUID) -> ManualEdition | None:
    """The published edition of a manual, or None before the first is published."""
    return db.session.scalar(
        select(ManualEdition).where(ManualEdition.manual_id == manual_id, ManualEdition.state == EditionState.PUBLISHED)
    )


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
