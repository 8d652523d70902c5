"""What the portal counts by itself for a task: by quarter and over the year, where people count once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, distinct, func, select, true

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingState
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.queries import TAKEN_ON
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_bounds
from portal.extensions import db
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.queries import COUNTS
from portal.monitoring.aid.states import EMERGENCIES
from portal.monitoring.devices.models import Device
from portal.monitoring.screening.models import Screening
from portal.monitoring.surveys.models import SurveyDoor
from portal.monitoring.surveys.states import DoorState
from portal.monitoring.teams.models import Volunteer
from portal.monitoring.teams.states import VolunteerState
from portal.monitoring.workplan.found import found_households
from portal.monitoring.workplan.rules import QUARTERS, bounds
from portal.monitoring.workplan.states import CountedBy
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application
from portal.workforce.training.models import TrainingEnrolment


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts once, when it counts (a moment, or a day), and which of it."""

    what: SQLColumnExpression[Any]
    at: SQLColumnExpression[Any]
    which: ColumnElement[bool]
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """By quarter, and over the year."""

    quarters: tuple[int, ...]
    year: int


_REACHED = Contact.outcome != ContactOutcome.NO_ANSWER

_found = found_households()
_COUNTED: Mapping[CountedBy, _Counted] = {
    CountedBy.APPLICATIONS: _Counted(Application.id, Application.received_at, true()),
    CountedBy.PEOPLE: _Counted(Visit.household_id, Visit.starts_at, Visit.state == VisitState.DONE),
    CountedBy.VISITS: _Counted(Visit.id, Visit.starts_at, Visit.state == VisitState.DONE),
    CountedBy.LINKS: _Counted(Referral.id, Referral.answered_at, Referral.decline_reason.is_(None)),
    CountedBy.OTHER_BODIES: _Counted(OutsideLink.id, OutsideLink.answered_on, TAKEN_ON, is_day=True),
    CountedBy.CALLS: _Counted(
        Contact.id, Contact.at, _REACHED & Contact.means.in_((ContactMeans.CALL, ContactMeans.VIDEO))
    ),
    CountedBy.FACE_TO_FACE: _Counted(Contact.id, Contact.at, _REACHED & (Contact.means == ContactMeans.VISIT)),
    CountedBy.EMERGENCY_AID: _Counted(Aid.id, Aid.asked_on, Aid.kind.in_(EMERGENCIES) & COUNTS, is_day=True),
    CountedBy.WORRIES: _Counted(Worry.id, Worry.reported_at, true()),
    CountedBy.FOUND: _Counted(_found.c.household, _found.c.at, true()),
    CountedBy.DOORS: _Counted(
        SurveyDoor.id, SurveyDoor.last_tried_at, SurveyDoor.state.in_((DoorState.MET, DoorState.NEEDS_HELP))
    ),
    CountedBy.SCREENINGS: _Counted(Screening.id, Screening.asked_on, Screening.struck_at.is_(None), is_day=True),
    CountedBy.DEVICES: _Counted(Device.id, Device.installed_at, Device.supplier_id.is_not(None)),
    CountedBy.VOLUNTEERS: _Counted(
        Volunteer.id,
        Volunteer.from_on,
        Volunteer.user_id.is_not(None) & (Volunteer.state != VolunteerState.PREPARING),
        is_day=True,
    ),
    CountedBy.TRAININGS: _Counted(
        TrainingEnrolment.session_id, TrainingEnrolment.issued_on, TrainingEnrolment.issued_on.is_not(None), is_day=True
    ),
    CountedBy.MEETINGS: _Counted(Meeting.id, Meeting.starts_at, Meeting.state == MeetingState.CLOSED),
}


def count(counted_by: CountedBy, year: int) -> Count:
    """One statement. Raises `KeyError` for what is written by hand."""
    counted = _COUNTED[counted_by]
    sums = [_between(counted, *bounds(year, quarter)) for quarter in QUARTERS]
    of_year = (bounds(year, QUARTERS[0])[0], bounds(year, QUARTERS[-1])[1])
    found = db.session.execute(select(*sums, _between(counted, *of_year)).where(counted.which)).one()
    return Count(tuple(found[:-1]), found[-1])


def _between(counted: _Counted, first: date, after: date) -> ColumnElement[int]:
    start, end = (first, after) if counted.is_day else (day_bounds(first)[0], day_bounds(after)[0])
    return func.count(distinct(case(((counted.at >= start) & (counted.at < end), counted.what))))
