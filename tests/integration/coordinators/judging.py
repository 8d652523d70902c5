"""Judges anew, by what can be seen, whether a message is true and whether a booking broke."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.consortium.capacity.models import ClosedDay, Slot
from portal.consortium.catalogue.models import ServiceOffer
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LetterState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import CANCELLED, VisitState
from portal.core.clock import day_of
from portal.extensions import db
from portal.leave.models import Leave, LeaveDay
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import WHEN_APPLYING, ConsentKind
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Person


def is_true(message: OutboxMessage, now: datetime) -> bool:
    """Judged anew, by what the message is called."""
    if message.person_id is not None and is_dead(message.person_id):
        return False
    if message.subject_kind in OTHERS:
        return OTHERS[message.subject_kind](message, now)
    if message.subject_kind != "visit":
        return True
    visit = db.session.get_one(Visit, message.subject_id)
    if message.kind == "visit_cancelled":
        return visit.state in CANCELLED
    if message.kind in ("visit_booked", "visit_moved", "visit_kept") or message.kind.startswith("visit_reminder"):
        return visit.state is VisitState.BOOKED and visit.starts_at > now
    return True


def is_asked(message: OutboxMessage, _now: datetime) -> bool:
    """Who is to answer a request is asked while it is open; whoever asked hears of the answer all the same."""
    return message.person_id is not None or db.session.get_one(CareRequest, message.subject_id).ended_at is None


def names_whoever_is_in_charge(message: OutboxMessage, now: datetime) -> bool:
    """The coordinator, or with the last day who stands in for them today."""
    open_case = select(CareCase).where(CareCase.household_id == message.subject_id, CareCase.closed_at.is_(None))
    case = db.session.scalar(open_case)
    if message.says in ("closed", "refused"):
        return case is None
    if case is None:
        return False
    named, _, until = message.says.partition(" ")
    return stands_in(named, until, case, day_of(now)) if until else str(case.coordinator_id) == named


def stands_in(named: str, until: str, case: CareCase, day: date) -> bool:
    away = select(Leave).join(LeaveDay, LeaveDay.leave_id == Leave.id)
    leave = db.session.scalar(away.where(LeaveDay.on_day == day, Leave.user_id == case.coordinator_id))
    return leave is not None and (str(leave.deputy_id), f"{leave.until_on}") == (named, until)


def waits_for_an_answer(message: OutboxMessage, _now: datetime) -> bool:
    if message.kind not in ("referral_requested", "referral_reminded", "referral_unanswered"):
        return True
    return db.session.get_one(Referral, message.subject_id).state is ReferralState.REQUESTED


def is_still_helping(message: OutboxMessage, _now: datetime) -> bool:
    return db.session.get_one(Helping, message.subject_id).ended_at is None


def is_to_be_read(message: OutboxMessage, _now: datetime) -> bool:
    return db.session.get_one(Letter, message.subject_id).state is not LetterState.TAKEN_DOWN


OTHERS: dict[str, Callable[[OutboxMessage, datetime], bool]] = {
    "care_request": is_asked,
    "household": names_whoever_is_in_charge,
    "referral": waits_for_an_answer,
    "helping": is_still_helping,
    "letter": is_to_be_read,
}


def is_to_the_person_of_now(message: OutboxMessage) -> bool:
    """A text to the person goes to the number that the file tells now, whatever it was when the text was queued."""
    if message.person_id is None or message.channel is not Channel.TEXT or message.audience is Audience.HELPER:
        return True
    return message.recipient == db.session.get_one(Person, message.person_id).phone


def is_dead(person_id: UUID) -> bool:
    return db.session.get_one(Person, person_id).death_known_on is not None


def what_broke(referral: Referral) -> list[str]:
    """Judged anew, by what can be seen of it."""
    case, slot, day = referral.case, referral.slot, day_of(referral.slot.starts_at)
    judged = {
        "closed": case.state is CaseState.CLOSED,
        "on hold": case.state is CaseState.ON_HOLD and day <= (case.hold_until_on or date.max),
        "no consents": not has_consents(case.household.person),
        "another dong": case.household.dong_code not in {dong.dong_code for dong in slot.dongs},
        "no member": (slot.organisation.left_on or date.max) < day,
        "closed day": is_closed(slot.organisation_id, day),
        "not offered": not is_offered(slot, day),
        "clashes": referral.state is ReferralState.BOOKED and clashes(referral),
    }
    return [words for words, is_so in judged.items() if is_so]


def has_consents(person: Person) -> bool:
    given = {consent.kind for consent in consents_of(person.id) if consent.given and consent.confirmed_at}
    return given >= set(WHEN_APPLYING) - {ConsentKind.PUBLICITY}


def is_closed(member: UUID, day: date) -> bool:
    found = select(ClosedDay.day).where(ClosedDay.organisation_id == member, ClosedDay.day == day)
    return db.session.scalar(found) is not None


def is_offered(slot: Slot, day: date) -> bool:
    """The member is insured on that day and gives the service."""
    insured = [each for each in slot.organisation.agreements if (each.insurance_ends_on or date.min) >= day]
    offers = (ServiceOffer.organisation_id == slot.organisation_id, ServiceOffer.service_id == slot.service_id)
    offer = db.session.scalars(select(ServiceOffer).where(*offers)).one()
    return bool(insured) and (offer.valid_to or date.max) >= day


def clashes(referral: Referral) -> bool:
    others = select(Visit).where(
        Visit.household_id == referral.household_id,
        Visit.state == VisitState.BOOKED,
        Visit.referral_id != referral.id,
        Visit.starts_at < referral.slot.ends_at,
        Visit.ends_at > referral.slot.starts_at,
    )
    return db.session.scalars(others).first() is not None
