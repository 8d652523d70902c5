"""What an issued edition says, in one form that never changes, and the digest by which that is checked."""

import hashlib
import json
import re
from datetime import UTC, date, datetime

from portal.manuals.models import ManualAttachment, ManualEdition, ManualSection, ManualStep

STEP = ("position", "name", "who", "action", "time_limit", "form", "required")
SHORTEST = 8
"""With fewer typed nothing is looked for."""


def digest_of_edition(edition: ManualEdition) -> str:
    """SHA-256 of the stored edition in hexadecimal: number, days, who answers for it, every section, step and file."""
    written = json.dumps(content_of(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def content_of(edition: ManualEdition) -> dict[str, object]:
    """Names stay what they are called here for ever: the digests of editions long printed depend on them."""
    return {
        "manual": edition.manual.code,
        "title": edition.manual.title,
        "document_number": edition.manual.document_number,
        "number": edition.number,
        "size": edition.size.value,
        "change_note": edition.change_note,
        "effective_on": _day(edition.effective_on),
        "organisation": edition.organisation,
        "author": [edition.author_name, _moment(edition.created_at)],
        "reviewer": [edition.reviewer_name, _moment(edition.reviewed_at)],
        "approver": [edition.approver_name, _moment(edition.published_at)],
        "sections": [_section(section) for section in edition.sections],
        **({"attachments": [_attachment(each) for each in edition.attachments]} if edition.attachments else {}),
    }


def says_the_same(section: ManualSection, other: ManualSection) -> bool:
    """Heading, text and every step."""
    return {**_section(section), "position": 0} == {**_section(other), "position": 0}


def read_digest(typed: str) -> str:
    """The beginning of a digest as it lies in the database; "" for what is none or too short to tell editions apart."""
    digits = re.sub(r"[\s·-]", "", typed).lower()
    return digits if re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", digits) else ""


def _section(section: ManualSection) -> dict[str, object]:
    return {
        "kind": section.kind.value,
        "position": section.position,
        "heading": section.heading,
        "body": section.body,
        "steps": [_step(step) for step in section.steps],
    }


def _attachment(attachment: ManualAttachment) -> dict[str, object]:
    kept = attachment.file
    return {
        "kind": attachment.kind.value,
        "title": attachment.title,
        "number": kept.number,
        "sha256": kept.sha256,
    }


def _step(step: ManualStep) -> dict[str, object]:
    return {name: getattr(step, name) for name in STEP}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
