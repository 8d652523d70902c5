"""The lock between those who book a member and whoever changes on what its bookings stand."""

from uuid import UUID

from sqlalchemy import Select, select

from portal.consortium.members.models import Organisation
from portal.extensions import db


def keep_member(organisation_id: UUID) -> None:
    """Let nobody change what bookings of the member stand on until the transaction ends; others may book it as well."""
    db.session.execute(_named(organisation_id).with_for_update(read=True))


def lock_member(organisation_id: UUID) -> None:
    """Wait for those who are booking the member, and let nobody book it until the transaction ends."""
    db.session.execute(_named(organisation_id).with_for_update(key_share=True))


def _named(organisation_id: UUID) -> Select[UUID]:
    return select(Organisation.id).where(Organisation.id == organisation_id)
