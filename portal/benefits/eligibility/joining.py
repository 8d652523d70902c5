"""What is known of income and groups, the answers given and the payers chosen come along with a file."""

from typing import Any

from sqlalchemy import select

from portal.benefits.eligibility.models import EligibilityCheck, GroupMembership, IncomeVerification, PayerChoice
from portal.extensions import db
from portal.residents.households.joining import Carrier, Joining, point_to

TABLES: tuple[type[Any], ...] = (IncomeVerification, GroupMembership, EligibilityCheck, PayerChoice)
"""Of what both files tell, what was entered last counts, as within one."""


def carry(joining: Joining) -> None:
    for table in TABLES:
        rows = db.session.scalars(select(table).where(table.person_id == joining.gone.id)).all()
        joining.note(table.__tablename__, point_to(rows, joining.kept))


def give_back(joining: Joining) -> None:
    for table in TABLES:
        rows = select(table).where(table.id.in_(joining.noted(table.__tablename__)))
        point_to(db.session.scalars(rows).all(), joining.gone)


CARRIER = Carrier(carry, give_back)
