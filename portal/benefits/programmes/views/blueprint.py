"""The blueprint of the programmes, and how its pages find what their address names."""

from uuid import UUID

from flask import Blueprint, url_for

from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.queries import get_edition
from portal.core.editions import EditionState
from portal.core.errors import NotFound
from portal.web.access import current_actor

bp = Blueprint("programmes", __name__, url_prefix="/programmes")


def edition_at(edition_id: UUID) -> ProgrammeEdition:
    """The edition that the address names, if the present viewer may open it."""
    return get_edition(edition_id, viewer=current_actor())


def draft_at(edition_id: UUID) -> ProgrammeEdition:
    """The same for what is written on or published: raises `NotFound` for anything but a draft."""
    edition = edition_at(edition_id)
    if edition.state is not EditionState.DRAFT:
        raise NotFound
    return edition


def edition_url(edition: ProgrammeEdition) -> str:
    return url_for("programmes.edition", edition_id=edition.id)
