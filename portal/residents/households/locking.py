"""The lock that comes before all others of a household."""

from uuid import UUID

from sqlalchemy import select

from portal.extensions import db
from portal.residents.households.models import Household


def lock_household(household_id: UUID) -> None:
    """Keep everybody else from booking the household, or ending what it is booked by, until the transaction ends.

    It comes first in the order of locks: household, member, referral, slot, charge, account, part. Rows that refer to
    the household can still be written.
    """
    query = select(Household.id).where(Household.id == household_id)
    db.session.execute(query.with_for_update(key_share=True))
