"""The manual as a document: made once for each issued edition, then kept."""

from datetime import date, datetime

from portal.core.clock import day_of
from portal.core.digests import said_digest
from portal.core.errors import NotFound
from portal.documents.actions import digest_of, document_for
from portal.documents.manual import Approval, Manual, ManualSection, Revision, Step, manual_document
from portal.documents.models import StoredDocument
from portal.documents.pdf import document_pdf
from portal.documents.queries import Subject, kept_document
from portal.extensions import current_settings, db
from portal.manuals import models
from portal.manuals.comparison import named_attachments
from portal.manuals.queries import issued_editions
from portal.manuals.states import ManualEditionState

KIND = "manual"


def edition_pdf(edition: models.ManualEdition, *, now: datetime) -> StoredDocument:
    """The PDF of an issued edition, from store after the first time. Raises `NotFound` where there is none."""
    if not has_paper(edition):
        raise NotFound
    return document_for(KIND, subject_of(edition), key_of(edition), lambda: set_edition(edition), now=now)


def has_paper(edition: models.ManualEdition) -> bool:
    """Not in the making; nor called off, for its paper would say from which day it is in force."""
    return edition.published_at is not None and edition.state is not ManualEditionState.CALLED_OFF


def kept_edition_pdf(edition: models.ManualEdition) -> StoredDocument | None:
    """The PDF that was handed out, where somebody has fetched it."""
    return kept_document(db.session, KIND, subject_of(edition), key_of(edition))


def set_edition(edition: models.ManualEdition) -> bytes:
    """The PDF of the stored edition: the same bytes whenever and wherever it is set with the same fonts."""
    return document_pdf(manual_document(paper_of(edition)))


def subject_of(edition: models.ManualEdition) -> Subject:
    return "manual_edition", edition.id


def key_of(edition: models.ManualEdition) -> str:
    return digest_of(edition.id, edition.published_at, edition.digest)


def paper_of(edition: models.ManualEdition) -> Manual:
    """What the document says of an issued edition; history ends with the edition itself."""
    if edition.published_at is None:
        raise NotFound
    earlier = [each for each in issued_editions(edition.manual_id) if each.number < edition.number]
    return Manual(
        organisation=edition.organisation or current_settings().office_name,
        title=edition.manual.title,
        document_number=edition.manual.document_number,
        edition=edition.number,
        effective_on=edition.effective_on,
        author=Approval(edition.author_name, day_of(edition.created_at)),
        reviewer=Approval(edition.reviewer_name, _day(edition.reviewed_at)),
        approver=Approval(edition.approver_name, day_of(edition.published_at)),
        published_at=edition.published_at,
        digest=said_digest(edition.digest),
        revisions=tuple(_revision(each) for each in (*earlier, edition)),
        sections=tuple(_section(section) for section in edition.sections),
        attachments=tuple(named_attachments(edition)),
    )


def _day(moment: datetime | None) -> date | None:
    return day_of(moment) if moment else None


def _revision(edition: models.ManualEdition) -> Revision:
    return Revision(edition.number, edition.effective_on, edition.change_note, edition.author_name)


def _section(section: models.ManualSection) -> ManualSection:
    """With its own edition where that of the manual says so, from its second on: in the first all are the first."""
    edition = section.edition
    number = section.number if edition.numbers_sections and edition.number > 1 else None
    steps = tuple(Step(f"{step.name}: {step.action}", step.who, step.time_limit, step.form) for step in section.steps)
    return ManualSection(section.heading, section.body, steps, number)
