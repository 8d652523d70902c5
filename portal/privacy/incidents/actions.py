"""Opens the file of a leak, finds who was touched, tells them, reports, and closes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert

from portal.accounts.queries import users_who_may
from portal.audit.actions import record
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About, Addressee, Lasting, tell_resident
from portal.notifications.states import Channel
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.queries import open_incidents, people_touched, touched_count, touched_people
from portal.privacy.incidents.rules import due_at, is_warned, must_report
from portal.privacy.incidents.states import INCIDENT_STATES, IncidentState, IncidentVerb, ToldBy
from portal.residents.households.models import Person

SUBJECT = "incident"
TOLD_KIND = "incident_told"
FOUND = N_("개인정보 유출을 알게 되었습니다.")
WARNED = N_("개인정보 유출을 알릴 시간이 얼마 남지 않았습니다.")
OVERDUE = N_("개인정보 유출을 알릴 시간이 지났습니다.")
MAIL_SUBJECT = N_("개인정보 유출 안내")
SHORT = N_("개인정보가 샜습니다. 편지를 보냅니다. 문의 %(phone)s")
HAPPENED = Lasting("what leaked has leaked, whatever becomes of the file")
BEGUN = frozenset({IncidentState.DETECTED, IncidentState.CONTAINED})


@dataclass(frozen=True, slots=True)
class Leak:
    """What is known of a leak; the six items of the law are `items` to `contact`."""

    title: str
    detected_at: datetime
    account_id: UUID | None
    since: datetime
    until: datetime
    is_sensitive: bool
    is_from_outside: bool
    items: str
    how: str
    advice: str
    measures: str
    relief: str
    contact: str


def open_incident(leak: Leak, *, actor: Actor, now: datetime) -> Incident:
    """Begin the file; the clock of the law runs from `detected_at`, and the office hears at once."""
    actor.require(Permission.INCIDENT_MANAGE)
    _refuse_future(leak, now)
    incident = Incident(**{name: getattr(leak, name) for name in Leak.__dataclass_fields__})
    db.session.add(incident)
    take(INCIDENT_STATES, incident, IncidentVerb.DETECT, actor=actor, now=now)
    db.session.flush()
    _find(incident)
    _tell(incident, FOUND, now)
    return incident


def _refuse_future(leak: Leak, now: datetime) -> None:
    if leak.detected_at > now:
        raise DomainError(N_("아직 오지 않은 때입니다."), "detected_at")
    if leak.until < leak.since:
        raise DomainError(N_("끝난 때는 시작한 때보다 빠를 수 없습니다."), "until")


def change_incident(incident: Incident, leak: Leak, *, actor: Actor, now: datetime) -> Incident:
    """Correct what was written, and find anew who was touched, as long as nobody has been told.

    Known at another moment, the clock is another one, of which the office hears anew.
    """
    actor.require(Permission.INCIDENT_MANAGE)
    if incident.state not in BEGUN:
        raise Conflict(N_("이미 알린 유출은 고칠 수 없습니다."))
    _refuse_future(leak, now)
    if leak.detected_at != incident.detected_at:
        incident.warned_at = incident.overdue_told_at = None
    for name in Leak.__dataclass_fields__:
        setattr(incident, name, getattr(leak, name))
    record("incident.changed", actor=actor, now=now, subject=(SUBJECT, incident.id))
    db.session.flush()
    _find(incident)
    return incident


def _find(incident: Incident) -> None:
    """Keep who was touched according to the log as it is now."""
    db.session.execute(delete(TouchedPerson).where(TouchedPerson.incident_id == incident.id))
    found = db.session.scalars(people_touched(incident.account_id, incident.since, incident.until)).all()
    rows = [{"id": new_id(), "incident_id": incident.id, "person_id": person_id} for person_id in found]
    if rows:
        db.session.execute(insert(TouchedPerson), rows)
    db.session.expire(incident, ["touched"])


def contain_incident(incident: Incident, note: str, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.INCIDENT_MANAGE)
    take(INCIDENT_STATES, incident, IncidentVerb.CONTAIN, actor=actor, now=now, note=note)
    incident.contained_at = now
    db.session.flush()


def tell_people(incident: Incident, letter: str, *, actor: Actor, now: datetime) -> None:
    """Tell everybody who was touched: by mail the whole `letter`; by text that it comes on paper; others on paper."""
    actor.require(Permission.INCIDENT_MANAGE)
    take(INCIDENT_STATES, incident, IncidentVerb.TELL, actor=actor, now=now)
    incident.told_at = now
    db.session.flush()
    for each in touched_people(incident):
        each.told_by, each.told_at = _write_to(each.person, letter, now), now
    db.session.flush()


def _write_to(person: Person, letter: str, now: datetime) -> ToldBy:
    """Whoever can only be reached by a call reads the letter; the dead are written to by nobody but on paper."""
    email = person.user.email if person.user else None
    if email and person.death_known_on is None:
        whom = Addressee(person.id, person.household_id, None, email)
        tell_resident(whom, letter, subject=MAIL_SUBJECT, kind=TOLD_KIND, now=now, about=HAPPENED)
        return ToldBy.MAIL
    whom = Addressee(person.id, person.household_id, person.phone, None)
    if whom.channel is not Channel.TEXT or person.death_known_on is not None:
        return ToldBy.LETTER
    body = SHORT % {"phone": current_settings().office_phone}
    tell_resident(whom, body, subject=MAIL_SUBJECT, kind=TOLD_KIND, now=now, about=HAPPENED)
    return ToldBy.TEXT_AND_LETTER


def report_incident(incident: Incident, number: str, *, actor: Actor, now: datetime) -> None:
    """Keep under which number the authority took it."""
    actor.require(Permission.INCIDENT_MANAGE)
    take(INCIDENT_STATES, incident, IncidentVerb.REPORT, actor=actor, now=now)
    incident.reported_at, incident.report_number = now, number
    db.session.flush()


def close_incident(incident: Incident, note: str, *, actor: Actor, now: datetime) -> None:
    """Only once it was reported, where the law wants that."""
    actor.require(Permission.INCIDENT_MANAGE)
    if incident.reported_at is None and is_to_be_reported(incident):
        raise Conflict(N_("신고해야 하는 유출입니다. 신고한 뒤에 마칠 수 있습니다."))
    take(INCIDENT_STATES, incident, IncidentVerb.CLOSE, actor=actor, now=now, note=note)
    incident.closed_at = now
    db.session.flush()


def is_to_be_reported(incident: Incident) -> bool:
    return must_report(
        touched_count(incident), is_sensitive=incident.is_sensitive, is_from_outside=incident.is_from_outside
    )


def watch_clocks(now: datetime) -> int:
    """Tell the office once that the clock runs out, and once that it has; answers how often it was told."""
    told = 0
    for incident in open_incidents():
        is_done = incident.told_at and (incident.reported_at or not is_to_be_reported(incident))
        if is_done:
            continue
        if due_at(incident.detected_at) < now and incident.overdue_told_at is None:
            incident.overdue_told_at = now
            _tell(incident, OVERDUE, now)
        elif is_warned(incident.detected_at, now) and incident.warned_at is None:
            incident.warned_at = now
            _tell(incident, WARNED, now)
        else:
            continue
        told += 1
    db.session.flush()
    return told


def _tell(incident: Incident, words: str, now: datetime) -> None:
    news = News(Matter.INCIDENT, About(SUBJECT, incident.id), words, f"/incidents/{incident.id}", is_urgent=True)
    tell_staff(users_who_may(Permission.INCIDENT_MANAGE), news, now=now)
