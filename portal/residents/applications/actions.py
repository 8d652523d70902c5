"""Takes applications in and takes them through their course."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.accounts.keys import keyed_digest
from portal.accounts.rules import Limit
from portal.accounts.throttling import Counter, is_free
from portal.audit import actions as audit
from portal.audit.steps import lock, take
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import is_mobile
from portal.core.series import Series
from portal.core.text import refuse_resident_number
from portal.db.numbers import next_number
from portal.db.session import is_new
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_text, take_back_untrue
from portal.notifications.states import Audience
from portal.residents.applications import rules
from portal.residents.applications.answers import ApplicationAnswers
from portal.residents.applications.arrivals import tell_arrival
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.dong_office import tell_dong_office
from portal.residents.applications.models import Application, ApplicationService
from portal.residents.applications.queries import applications_of
from portal.residents.applications.states import APPLICATION_STATES, ApplicationState, ApplicationVerb, ForWhom, Intake
from portal.residents.consents.actions import Answers, confirm_consents, give_consents
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.rules import application_hindrance
from portal.residents.consents.states import GivenBy
from portal.residents.households import actions as households
from portal.residents.households.models import Person
from portal.residents.households.notices import text_to
from portal.residents.households.queries import get_person, person_of_user
from portal.residents.households.scope import is_in_scope, require_scope
from portal.residents.households.telling import concerning, tell_person

TEXTS = Limit("application texts", 10, timedelta(0), timedelta(0), timedelta(days=1))
"""Nobody has proved that the number is theirs; ten a day are enough for whoever applies for many."""

MAY_ENTER = {Intake.DONG_OFFICE: Permission.APPLICATION_REFER}
"""Whatever else comes in goes through the hands of the consortium's own staff."""

AS_APPLIED = N_("다시 신청하며 적은 내용")
"""Why a file changed that an application brought up to date."""


def submit_application(
    answers: ApplicationAnswers,
    *,
    actor: Actor,
    now: datetime,
    intake: Intake,
    received_at: datetime | None = None,
) -> Application:
    """Take in an application: person, account, consents, services, number, confirmation and audit, all or nothing.

    An official act for somebody who cannot ask stands on the law, and brings no consent: the coordinator asks for it.

    `received_at` is when it reached the consortium, now unless staff enter it afterwards. Whoever is signed in as a
    resident and applies for themselves stays the same person; a `person_id` is for staff, who recognised someone.
    """
    if intake is not Intake.ONLINE:
        actor.require(MAY_ENTER.get(intake, Permission.APPLICATION_ENTER))
    received_at = received_at or now
    _refuse(answers, intake, received_at, now)
    with db.session.no_autoflush:  # what belongs together is written together
        person = _person(answers, intake, actor=actor, now=now)
        households.open_account_of(person, now=now)
        consents = _consents(person, answers, _given_by(answers, intake), now)
        application = _application(answers, person, actor=actor, now=now, intake=intake, received_at=received_at)
        confirmed = all(consent.confirmed_at for consent in consents) and intake is not Intake.OFFICIAL
        application.consent_confirmed_at = now if confirmed else None
        db.session.add(application)
        _confirm_receipt(application, now)
        take(
            APPLICATION_STATES,
            application,
            ApplicationVerb.SUBMIT,
            actor=actor,
            now=now,
            intake=intake.value,
            urgency=application.urgency.value,
        )
        is_known = not is_new(person)
        db.session.flush()
    if is_known:
        tell(Event.CONSENT_GIVEN, person.id, actor=actor, now=now)
    tell_arrival(application, by=actor, now=now)
    return application


def _refuse(answers: ApplicationAnswers, intake: Intake, received_at: datetime, now: datetime) -> None:
    rules.refuse_moment(received_at, now)
    rules.refuse_incomplete(
        intake, answers.for_whom, has_helper=answers.helper is not None, has_phone=answers.person.phone is not None
    )
    hindrance = application_hindrance(answers.consents)
    if hindrance and intake is not Intake.OFFICIAL:
        raise DomainError(hindrance, field="collection")
    for text in answers.typed_texts:
        refuse_resident_number(text)


def _person(answers: ApplicationAnswers, intake: Intake, *, actor: Actor, now: datetime) -> Person:
    """Someone new, or someone known, about whom only they and staff in scope change anything, and no body."""
    known = _known_person(answers, actor)
    if known is None:
        return households.create_household(answers.household, answers.person, actor=actor, now=now).person
    if intake not in rules.FROM_BODIES and (known.user_id == actor.user_id or is_in_scope(known.household_id, actor)):
        households.update_file(known, answers.household, answers.person, reason=AS_APPLIED, actor=actor, now=now)
    return known


def _known_person(answers: ApplicationAnswers, actor: Actor) -> Person | None:
    if answers.person_id is not None:
        actor.require(Permission.APPLICATION_ENTER)
        known = get_person(answers.person_id)
        if known.death_known_on is not None:
            raise Conflict(N_("돌아가신 것으로 적힌 분입니다. 잘못 적혔으면 사무국이 먼저 되돌려야 합니다."))
        return known
    if answers.for_whom is ForWhom.SELF and actor.user_id is not None and actor.can(Permission.MY_FILE):
        return _own_person(actor.user_id, answers)
    return None


def _own_person(user_id: UUID, answers: ApplicationAnswers) -> Person | None:
    """Whoever signs in, where they know the birth date of the file: a number alone may have a new owner."""
    person = person_of_user(user_id)
    return person if person is not None and person.birth_on == answers.person.birth_on else None


def _given_by(answers: ApplicationAnswers, intake: Intake) -> GivenBy:
    if answers.for_whom is ForWhom.OTHER:
        return GivenBy.HELPER
    return GivenBy.SELF if intake is Intake.ONLINE else GivenBy.STAFF


def _consents(person: Person, answers: ApplicationAnswers, given_by: GivenBy, now: datetime) -> list[Consent]:
    """The answers that are new; what someone said themselves stands against whatever a helper says for them."""
    held = consents_of(person.id) if given_by is GivenBy.HELPER and not is_new(person) else []
    own = {consent.kind for consent in held if consent.confirmed_at is not None}
    new = {kind: given for kind, given in answers.consents.items() if kind not in own}
    return give_consents(person, new, given_by=given_by, now=now)


def _application(
    answers: ApplicationAnswers,
    person: Person,
    *,
    actor: Actor,
    now: datetime,
    intake: Intake,
    received_at: datetime,
) -> Application:
    helper, wishes = answers.helper, answers.wishes
    return Application(
        number=next_number(db.session, Series.APPLICATION, clock.day_of(now).year),
        household_id=person.household.id,
        household=person.household,
        person=person,
        intake=intake,
        for_whom=answers.for_whom,
        helper_name=helper.name if helper else "",
        helper_relation=helper.relation if helper else "",
        helper_phone=helper.phone if helper else "",
        urgency=wishes.urgency,
        day_times=[day_time.value for day_time in wishes.day_times],
        own_words=wishes.own_words,
        received_at=received_at,
        entered_at=now,
        entered_by_id=None if intake is Intake.ONLINE else actor.user_id,
        first_contact_due_at=rules.first_contact_due(wishes.urgency, received_at, current_settings().target, working()),
        services=_services(wishes.service_codes, answers.household.dong_code, received_at),
    )


def _services(codes: tuple[str, ...], dong_code: str, received_at: datetime) -> list[ApplicationService]:
    offered = {service.code: service.id for service in askable_services(clock.day_of(received_at), dong_code)}
    if not set(codes) <= set(offered):
        raise DomainError(N_("지금은 제공하지 않는 서비스입니다. 다시 골라 주십시오."), field="services")
    return [
        ApplicationService(service_id=offered[code], position=position)
        for position, code in enumerate(dict.fromkeys(codes))
    ]


def _confirm_receipt(application: Application, now: datetime) -> None:
    """A text message to whoever applied, where a mobile number is known; a number that anybody typed is not flooded."""
    phone = _phone_to_text(application.helper_phone, application.person.phone)
    if phone is None or not is_free(Counter(keyed_digest("application texts", phone), TEXTS), now=now):
        return
    due_on, today = clock.day_of(application.first_contact_due_at), clock.day_of(now)
    text = rules.received_text(application.number, max(due_on, today), today, current_settings().office_phone)
    if phone == application.person.phone:
        text = text_to(application.person, text)
    audience = Audience.HELPER if application.helper_phone else Audience.RESIDENT
    about, concerns = About("application", application.id), concerning(application.person)
    send_text(phone, text, audience=audience, kind="application_received", now=now, about=about, concerns=concerns)


def _phone_to_text(helper_phone: str, own_phone: str | None) -> str | None:
    """The mobile number of whoever applied; None where no text message arrives."""
    phone = helper_phone or own_phone
    return phone if phone and is_mobile(phone) else None


def mark_paired(application: Application, *, actor: Actor, now: datetime) -> None:
    """A coordinator was found; the pairing itself is written by the caseload."""
    actor.require(Permission.APPLICATION_PAIR)
    _decide(application, ApplicationVerb.PAIR, "", actor=actor, now=now)


def mark_filed(application: Application, note: str, *, actor: Actor, now: datetime) -> None:
    """The person is in care already, and the application went to whoever accompanies them."""
    actor.require(Permission.APPLICATION_PAIR)
    _decide(application, ApplicationVerb.FILE, note, actor=actor, now=now)


def reopen_application(application: Application, *, actor: Actor, now: datetime) -> None:
    """It had gone to the care of somebody else, as was found out, and waits for a decision again."""
    take(APPLICATION_STATES, application, ApplicationVerb.REOPEN, actor=actor, now=now)
    application.decided_at, application.decision_note = None, ""
    db.session.flush()


def refuse_application(application: Application, reason: str, *, actor: Actor, now: datetime) -> None:
    """Not for this consortium; `reason` is told to the person and names the next door."""
    actor.require(Permission.APPLICATION_PAIR)
    if not reason.strip():
        raise DomainError(N_("이유와 다음에 문의하실 곳을 적어 주십시오."), field="reason")
    _decide(application, ApplicationVerb.REFUSE, reason.strip(), actor=actor, now=now)


def withdraw_application(application: Application, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """The person no longer wants it: said by themselves, or to staff; they are told so, else their helper."""
    if actor.user_id is None or application.person.user_id != actor.user_id:
        require_scope(application.household_id, actor)
        actor.require(Permission.APPLICATION_ENTER)
    _decide(application, ApplicationVerb.WITHDRAW, reason.strip(), actor=actor, now=now)
    text = rules.withdrawn_text(application.number, current_settings().office_phone)
    about = About("application", application.id, ApplicationState.WITHDRAWN)
    kind, phone = "application_withdrawn", helper_to_text(application)
    if phone:
        concerns = concerning(application.person)
        send_text(phone, text, audience=Audience.HELPER, kind=kind, now=now, about=about, concerns=concerns)
    else:
        tell_person(application.person, text, subject=N_("신청을 거두었습니다"), kind=kind, now=now, about=about)


def end_applications_of(person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Nobody waits for an answer any more: the person has died, and nobody is written to."""
    for application in applications_of(person_id):
        lock(application)
        if application.state is ApplicationState.RECEIVED:
            end_application(application, actor=actor, now=now)


def end_application(application: Application, *, actor: Actor, now: datetime) -> None:
    """Of somebody who has died: part of what follows."""
    _decide(application, ApplicationVerb.END, N_("신청하신 분이 돌아가셨습니다."), actor=actor, now=now)


def helper_to_text(application: Application) -> str:
    """The helper's mobile number where the person has none; else ""."""
    own, helper = application.person.phone, application.helper_phone
    return helper if helper and is_mobile(helper) and not (own and is_mobile(own)) else ""


def _decide(application: Application, verb: ApplicationVerb, note: str, *, actor: Actor, now: datetime) -> None:
    take(APPLICATION_STATES, application, verb, actor=actor, now=now, note=note)
    application.decided_at = now
    application.decision_note = note
    take_back_untrue("application", application.id, now=now)
    tell_dong_office(application, now=now)


def confirm_person_consent(application: Application, answers: Answers, *, actor: Actor, now: datetime) -> None:
    """Staff asked the person whom a helper applied for: each consent is confirmed or replaced by what they said."""
    require_scope(application.household_id, actor)
    if application.consent_confirmed_at is not None:
        raise DomainError(N_("이미 본인의 동의를 확인했습니다."))
    confirm_consents(application.person, answers, actor=actor, now=now)
    application.consent_confirmed_at = now
    db.session.flush()
    audit.record("application.consent_confirmed", actor=actor, now=now, subject=("application", application.id))
