"""What holds a file back holds the one that it was joined to: both are destroyed together."""

from sqlalchemy import select

from portal.extensions import db
from portal.privacy.retention.models import RetentionHold
from portal.residents.households.joining import Carrier, Joining

HOLDS = "holds"


def carry(joining: Joining) -> None:
    holds = select(RetentionHold).where(RetentionHold.household_id == joining.gone.household_id)
    found = db.session.scalars(holds).all()
    joining.note(HOLDS, (hold.id for hold in found))
    for hold in found:
        hold.household_id = joining.kept.household_id


def give_back(joining: Joining) -> None:
    noted = select(RetentionHold).where(RetentionHold.id.in_(joining.noted(HOLDS)))
    for hold in db.session.scalars(noted):
        hold.household_id = joining.gone.household_id


CARRIER = Carrier(carry, give_back)
