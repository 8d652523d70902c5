"""The office says whom a conference is about, and mends it where that was wrong."""

from datetime import datetime

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import RESTRICTED
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.residents.conferences.models import ConferenceHousehold
from portal.residents.households.models import Household

ABOUT_NOBODY = N_("돌보는 분에 관한 회의가 아닙니다.")


def name_household(meeting: Meeting, household: Household, *, actor: Actor, now: datetime) -> ConferenceHousehold:
    """Before or after it was held: whatever is known late is better known."""
    actor.require(Permission.MEETING_MANAGE)
    lock(meeting)
    if meeting.kind not in RESTRICTED:
        raise Conflict(ABOUT_NOBODY)
    named = ConferenceHousehold(meeting_id=meeting.id, household_id=household.id, named_at=now)
    db.session.add(named)
    db.session.flush()
    record("household.conferred", actor=actor, now=now, subject=("household", household.id), meeting=str(meeting.id))
    return named


def name_no_more(named: ConferenceHousehold, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.MEETING_MANAGE)
    lock(named.meeting)
    subject, meeting_id = ("household", named.household_id), str(named.meeting_id)
    db.session.delete(named)
    db.session.flush()
    record("household.conferred_not", actor=actor, now=now, subject=subject, meeting=meeting_id)
