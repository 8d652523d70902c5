"""The blueprint of monitoring, and how its pages find what their address names."""

from uuid import UUID

from flask import Blueprint, url_for

from portal.core.editions import EditionState
from portal.core.errors import NotFound
from portal.monitoring.duties.models import DutyPolicyEdition
from portal.monitoring.duties.queries import get_edition
from portal.web.access import current_actor

bp = Blueprint("duties", __name__, url_prefix="/monitoring")


def edition_at(edition_id: UUID) -> DutyPolicyEdition:
    """The edition that the address names, if the present viewer may open it."""
    return get_edition(edition_id, viewer=current_actor())


def draft_at(edition_id: UUID) -> DutyPolicyEdition:
    """The same for what is written on or published: raises `NotFound` for anything but a draft."""
    edition = edition_at(edition_id)
    if edition.state is not EditionState.DRAFT:
        raise NotFound
    return edition


def edition_url(edition: DutyPolicyEdition) -> str:
    return url_for("duties.edition", edition_id=edition.id)
