"""The blueprint of the manuals, and how its pages find what their address names."""

from flask import Blueprint, url_for

from portal.core.errors import NotFound
from portal.manuals.models import ManualEdition, ManualSection
from portal.manuals.queries import edition_of, get_manual, section_of
from portal.manuals.states import SectionKind
from portal.web.access import current_actor

bp = Blueprint("manuals", __name__, url_prefix="/manuals")


def edition_at(code: str, number: int) -> ManualEdition:
    """The edition that the address names, if the present viewer may open it."""
    return edition_of(get_manual(code), number, viewer=current_actor())


def section_at(code: str, number: int, kind: str) -> ManualSection:
    if kind not in set(SectionKind):
        raise NotFound
    return section_of(edition_at(code, number), SectionKind(kind))


def edition_url(edition: ManualEdition, section: ManualSection | None = None) -> str:
    """Where the edition is read, at `section` where one is named."""
    anchor = section.kind.value if section else None
    return url_for("manuals.edition", code=edition.manual.code, number=edition.number, _anchor=anchor)
