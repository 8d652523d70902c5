"""Publishes the first editions that the portal ships with."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from portal.core.actors import Actor
from portal.extensions import db
from portal.manuals.actions.editions import draft_edition, review_edition, submit_edition, take_document_number
from portal.manuals.actions.issuing import issue_shipped
from portal.manuals.models import Manual, ManualSection, ManualStep
from portal.manuals.shipped import ShippedManual, ShippedSection, shipped_manuals
from portal.manuals.states import ChangeSize


def load_manuals(
    *, author: Actor, reviewer: Actor, approver: Actor, now: datetime, without: Collection[str] = ()
) -> list[Manual]:
    """Publish the shipped first edition of each manual that is not there yet; tell which were added.

    Loading twice adds nothing the second time. They take effect on the day they are loaded: none is in force before it
    was written. The author is somebody else than the reviewer and the approver, as for
    any edition. `without` are the codes of those that this consortium has no use for.
    """
    there = set(db.session.scalars(select(Manual.code)))
    return [
        _load(shipped, author=author, reviewer=reviewer, approver=approver, now=now)
        for shipped in shipped_manuals()
        if shipped.code not in there and shipped.code not in without
    ]


def _load(shipped: ShippedManual, *, author: Actor, reviewer: Actor, approver: Actor, now: datetime) -> Manual:
    manual = Manual(
        code=shipped.code, title=shipped.title, document_number=take_document_number(shipped.document_number)
    )
    db.session.add(manual)
    sections = [_section(section, place) for place, section in enumerate(shipped.sections, 1)]
    edition = draft_edition(
        manual, shipped.change_note, size=ChangeSize.MAJOR, actor=author, now=now, sections=sections
    )
    submit_edition(edition, actor=author, now=now)
    review_edition(edition, actor=reviewer, now=now)
    issue_shipped(edition, actor=approver, now=now)
    return manual


def _section(section: ShippedSection, place: int) -> ManualSection:
    steps = [ManualStep(position=number, **step.model_dump()) for number, step in enumerate(section.steps, 1)]
    return ManualSection(
        kind=section.kind, position=place, heading=section.heading, body=section.text.strip(), steps=steps
    )
