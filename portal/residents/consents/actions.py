"""Takes, confirms and withdraws consents; each change is a new row or a date, never a lost one."""

from collections.abc import Collection, Mapping
from datetime import datetime

from portal.audit import actions as audit
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.session import is_new
from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.consents.texts import shipped_text
from portal.residents.households.locking import lock_household
from portal.residents.households.models import Person
from portal.residents.households.queries import get_person
from portal.residents.households.scope import require_scope

Answers = Mapping[ConsentKind, bool]


def give_consents(person: Person, answers: Answers, *, given_by: GivenBy, now: datetime) -> list[Consent]:
    """Keep each answer with the edition that was shown; what held before ends. A helper's waits for confirmation.

    The caller flushes.
    """
    if not is_new(person):
        _end_what_held(person, answers, now)
    consents = [_consent(person, kind, given=given, given_by=given_by, now=now) for kind, given in answers.items()]
    db.session.add_all(consents)
    return consents


def _end_what_held(person: Person, kinds: Collection[ConsentKind], now: datetime) -> None:
    """Of each kind only one answer holds, so the one before ends first."""
    for consent in consents_of(person.id):
        if consent.kind in kinds:
            consent.withdrawn_at = now
    db.session.flush()


def _consent(person: Person, kind: ConsentKind, *, given: bool, given_by: GivenBy, now: datetime) -> Consent:
    return Consent(
        person=person,
        kind=kind,
        edition=shipped_text(kind).edition,
        given=given,
        given_by=given_by,
        given_at=now,
        confirmed_at=None if given_by is GivenBy.HELPER else now,
    )


def confirm_consents(person: Person, answers: Answers, *, actor: Actor, now: datetime) -> None:
    """What the person says about each consent that a helper gave: it is confirmed, or replaced where it differs."""
    actor.require(Permission.APPLICATION_ENTER)
    waiting = {consent.kind: consent for consent in consents_of(person.id) if consent.confirmed_at is None}
    if set(answers) != set(waiting):
        raise DomainError(N_("확인할 동의에 모두 답해 주십시오."))
    differing: dict[ConsentKind, bool] = {}
    for kind, consent in waiting.items():
        if consent.given == answers[kind]:
            consent.confirmed_at = now
        else:
            differing[kind] = answers[kind]
    give_consents(person, differing, given_by=GivenBy.STAFF, now=now)
    db.session.flush()
    subject = ("household", person.household_id)
    audit.record("consent.confirmed", actor=actor, now=now, subject=subject, **_told(answers))
    tell(Event.CONSENT_GIVEN, person.id, actor=actor, now=now)


def _told(answers: Answers) -> dict[str, list[str]]:
    return {
        "given": sorted(kind for kind, given in answers.items() if given),
        "refused": sorted(kind for kind, given in answers.items() if not given),
    }


def withdraw_consent(consent: Consent, *, actor: Actor, now: datetime) -> None:
    """End a consent at once; by the person, or by staff who heard it from the person."""
    person = get_person(consent.person_id)
    if actor.user_id is None or person.user_id != actor.user_id:
        require_scope(person.household_id, actor)
        actor.require(Permission.APPLICATION_ENTER)
    if consent.withdrawn_at is not None or not consent.given:
        raise Conflict(N_("이미 거두었거나 동의하지 않으신 항목입니다."))
    lock_household(person.household_id)
    consent.withdrawn_at = now
    consent.withdrawn_by_id = actor.user_id
    db.session.flush()
    audit.record(
        "consent.withdrawn", actor=actor, now=now, subject=("household", person.household_id), kind=consent.kind.value
    )
    tell(Event.CONSENT_WITHDRAWN, person.id, actor=actor, now=now)


def agree_again(person: Person, kind: ConsentKind, *, actor: Actor, now: datetime) -> Consent:
    """The person agrees to what they had refused or withdrawn."""
    if actor.user_id is None or person.user_id != actor.user_id:
        require_scope(person.household_id, actor)
        actor.require(Permission.APPLICATION_ENTER)
        given_by = GivenBy.STAFF
    else:
        given_by = GivenBy.SELF
    (consent,) = give_consents(person, {kind: True}, given_by=given_by, now=now)
    db.session.flush()
    audit.record("consent.given", actor=actor, now=now, subject=("household", person.household_id), kind=kind.value)
    tell(Event.CONSENT_GIVEN, person.id, actor=actor, now=now)
    return consent
