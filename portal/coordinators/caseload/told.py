"""How whatever waits for a coordinator tells of a household: whom it is about, and whose household it is."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, SQLColumnExpression, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.core.masking import mask_name
from portal.web.agenda import Told, Whom


def whom(row: Told) -> Whom:
    return whom_of(row.name or "", row.household_id, row.coordinator_id)


def whom_of(name: str, household_id: UUID | None, coordinator_id: UUID | None) -> Whom:
    """A name that shows little, with the way to the household."""
    return Whom(mask_name(name), url_for("desk.household", household_id=household_id), coordinator_id)


def coordinator_of(household_id: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Who accompanies a household, where a row knows the household alone."""
    accompanied = select(CareCase.coordinator_id).where(CareCase.household_id == household_id, OPEN)
    return accompanied.order_by(CareCase.opened_at, CareCase.id).limit(1).scalar_subquery()
