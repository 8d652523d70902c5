"""Reads of the households that conferences are about."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.consortium.meetings.models import Meeting
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.series import Series, read_number
from portal.extensions import db
from portal.residents.conferences.models import ConferenceHousehold
from portal.residents.households.models import Household

UNKNOWN = N_("그런 번호의 가구가 없습니다. 2026-000123처럼 적어 주십시오.")


def households_named(meeting: Meeting) -> list[ConferenceHousehold]:
    """By the number of the household."""
    named = select(ConferenceHousehold).where(ConferenceHousehold.meeting_id == meeting.id)
    named = named.join(ConferenceHousehold.household).options(joinedload(ConferenceHousehold.household))
    return list(db.session.scalars(named.order_by(Household.number)))


def household_ids_of(meeting_id: UUID) -> list[UUID]:
    named = select(ConferenceHousehold.household_id).where(ConferenceHousehold.meeting_id == meeting_id)
    return list(db.session.scalars(named.order_by(ConferenceHousehold.household_id)))


def get_named(meeting: Meeting, household_id: UUID) -> ConferenceHousehold:
    """Raises `NotFound`."""
    found = next((each for each in households_named(meeting) if each.household_id == household_id), None)
    if found is None:
        raise NotFound
    return found


def household_by_number(typed: str) -> Household:
    """The file that goes on where one was joined; raises `DomainError` where there is none of that number."""
    number = read_number(typed)
    found = None
    if number is not None and number.series in (None, Series.HOUSEHOLD):
        found = db.session.scalar(select(Household).where(Household.number == number.number))
    if found is None:
        raise DomainError(UNKNOWN, "number")
    return db.session.get_one(Household, found.joined_into_id) if found.joined_into_id else found
