"""What bodies ask for, and what the office does about it."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.accounts.queries import users_who_may
from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.partners.models import Partner
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.core.text import refuse_resident_number
from portal.db.numbers import next_number
from portal.duty.actions import News, tell_staff
from portal.duty.queries import working
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About, take_back_untrue
from portal.partners.requests import queries, rules
from portal.partners.requests.answering import told_of
from portal.partners.requests.models import BodyAnswer, BodyLink, BodyRequest
from portal.partners.requests.states import (
    BODY_REQUEST_STATES,
    TYPED_IN,
    AnswerWay,
    AskGround,
    BodyRequestVerb,
    BodyWay,
    ConsentBy,
)
from portal.residents.applications.actions import submit_application
from portal.residents.applications.answers import ApplicationAnswers, CareWishes, Helper
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.states import ForWhom, Intake, Urgency
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import HouseholdFacts, PersonFacts

SUBJECT, LINK = "body_request", "body_link"
RELATION = 30
ARRIVED = N_("기관의 요청이 들어왔습니다: %(number)s")
DUE = N_("기관에 회신할 날이 다가왔습니다: %(number)s")
LATE = N_("기관에 회신할 날이 지났습니다: %(number)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a body tells; phones in E.164, `services` are codes."""

    asker_name: str
    asker_phone: str
    name: str
    birth_on: date
    dong_code: str
    ground: AskGround
    needs: str
    urgency: Urgency
    asker_email: str = ""
    phone: str = ""
    address: str = ""
    lives_alone: bool | None = None
    helper_name: str = ""
    helper_relation: str = ""
    helper_phone: str = ""
    consented_on: date | None = None
    consent_by: ConsentBy | None = None
    ground_words: str = ""
    services: tuple[str, ...] = ()
    papers: str = ""
    wanted_by: date | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """From which body and how; without a `link` the actor typed it in, `received_on` an earlier day where it lay."""

    partner: Partner
    way: BodyWay
    link: BodyLink | None = None
    received_on: date | None = None


def receive_request(asked: Asked, came: Came, *, actor: Actor, now: datetime) -> BodyRequest:
    """Take it in under its number, and tell the office; raises `DomainError` where its ground is not told."""
    _require_sending(came, actor, now)
    received_at = rules.received_at(came.received_on, now) if came.way in TYPED_IN else now
    received_on = clock.day_of(received_at)
    _refuse(asked, came, received_on, now)
    if asked.ground is AskGround.OFFICIAL:
        asked = replace(asked, consented_on=None, consent_by=None)
    request = BodyRequest(
        **asdict(asked) | {"services": list(asked.services)},
        number=next_number(db.session, Series.BODY_REQUEST, clock.day_of(now).year),
        partner=came.partner,
        way=came.way,
        link_id=came.link.id if came.link else None,
        sent_by_id=actor.user_id,
        received_at=received_at,
        due_on=rules.answer_due(received_on, current_settings().target),
    )
    db.session.add(request)
    take(BODY_REQUEST_STATES, request, BodyRequestVerb.RECEIVE, actor=actor, now=now, means=came.way.value)
    db.session.flush()
    if came.way not in TYPED_IN:
        words = ARRIVED % {"number": said(request.number, Series.BODY_REQUEST)}
        news = News(Matter.BODY_REQUEST, About(SUBJECT, request.id), words, f"/body-requests/{request.id}")
        tell_staff(users_who_may(Permission.BODY_REQUEST_HANDLE), news, now=now)
    return request


def _require_sending(came: Came, actor: Actor, now: datetime) -> None:
    if came.way is BodyWay.LINK:
        link = came.link
        if link is not None:
            lock(link)  # one after the other is counted, and none slips in while the office takes the link back
        if link is None or link.partner_id != came.partner.id or not link.opens_at(now):
            raise Conflict(N_("쓸 수 없는 링크입니다. 사무국에 새 링크를 부탁해 주십시오."))
        if queries.came_since(link, clock.day_bounds(clock.day_of(now))[0]) >= rules.MOST_A_DAY:
            raise Conflict(N_("하루에 받을 수 있는 요청을 이 링크로 다 받았습니다. 사무국에 전화해 주십시오."))
        return
    actor.require(Permission.BODY_REQUEST_HANDLE if came.way in TYPED_IN else Permission.BODY_REQUEST_SEND)


def _refuse(asked: Asked, came: Came, received_on: date, now: datetime) -> None:
    today = clock.day_of(now)
    if came.partner.id not in {body.id for body in queries.bodies_on(today)}:
        raise DomainError(N_("지금 요청할 수 있는 기관이 아닙니다."), "partner")
    rules.refuse_groundless(asked.ground, asked.consented_on, asked.consent_by, asked.ground_words, received_on)
    rules.refuse_past(asked.wanted_by, received_on)
    dong(asked.dong_code)
    offered = {service.code for service in askable_services(today)}
    if not set(asked.services) <= offered:
        raise DomainError(N_("지금은 제공하지 않는 서비스입니다. 다시 골라 주십시오."), "services")
    written = (asked.needs, asked.ground_words, asked.papers, asked.address, asked.name, asked.asker_name)
    for text in (*written, asked.helper_name, asked.helper_relation):
        refuse_resident_number(text)


def acknowledge_request(request: BodyRequest, *, actor: Actor, now: datetime) -> None:
    """The body knows its number, and the office looks into it."""
    actor.require(Permission.BODY_REQUEST_HANDLE)
    take(BODY_REQUEST_STATES, request, BodyRequestVerb.ACKNOWLEDGE, actor=actor, now=now)
    db.session.flush()


def take_request(request: BodyRequest, person_id: UUID | None, *, actor: Actor, now: datetime) -> None:
    """It becomes an application of somebody new, or of `person_id`, where it joins the care that they have.

    What the body was told counts as told by a helper: the coordinator asks the person. An official act has no consent.
    The telephone of whoever asks stays with the request: what a helper is told past its answer is nothing for a body.
    """
    actor.require(Permission.BODY_REQUEST_HANDLE)
    lock(request)
    BODY_REQUEST_STATES.next(request.state, BodyRequestVerb.TAKE)
    if request.birth_on is None:
        raise Conflict(N_("지워진 요청입니다."))
    official = request.ground is AskGround.OFFICIAL
    application = submit_application(
        _answers(request, request.birth_on, person_id, now),
        actor=actor,
        now=now,
        intake=Intake.OFFICIAL if official else Intake.BODY,
        received_at=request.received_at,
    )
    request.application, request.household_id, request.person_id = (
        application,
        application.household_id,
        application.person_id,
    )
    db.session.flush()
    take(BODY_REQUEST_STATES, request, BodyRequestVerb.TAKE, actor=actor, now=now)
    db.session.flush()


def _answers(request: BodyRequest, birth_on: date, person_id: UUID | None, now: datetime) -> ApplicationAnswers:
    offered = queries.offered_where_they_live(request, now)
    official = request.ground is AskGround.OFFICIAL
    return ApplicationAnswers(
        for_whom=ForWhom.OTHER,
        consents={} if official else {ConsentKind.COLLECTION: True},
        person=PersonFacts(name=request.name, birth_on=birth_on, phone=request.phone or None),
        household=HouseholdFacts(
            address=request.address,
            dong_code=request.dong_code,
            lives_alone=request.lives_alone,
            emergency_name=request.helper_name,
            emergency_relation=request.helper_relation,
            emergency_phone=request.helper_phone,
        ),
        wishes=CareWishes(
            urgency=request.urgency,
            service_codes=tuple(code for code in request.services if code in offered),
            own_words=request.needs,
        ),
        helper=Helper(name=request.asker_name, relation=request.partner.name[:RELATION], phone=""),
        person_id=person_id,
    )


def decline_request(request: BodyRequest, reason: str, *, actor: Actor, now: datetime) -> None:
    """`reason` is told to the body and names another door."""
    actor.require(Permission.BODY_REQUEST_HANDLE)
    if not reason:
        raise DomainError(N_("맡지 않는 까닭과 다른 길을 적어 주십시오."), "reason")
    refuse_resident_number(reason)
    take(BODY_REQUEST_STATES, request, BodyRequestVerb.DECLINE, actor=actor, now=now, note=reason)
    request.reason = reason
    db.session.flush()


def withdraw_request(request: BodyRequest, reason: str, *, actor: Actor, now: datetime) -> None:
    """By whoever sent it, or by the office that heard so from the body."""
    actor.require(Permission.BODY_REQUEST_SEND)
    if not reason:
        raise DomainError(N_("거두는 까닭을 적어 주십시오."), "why")
    refuse_resident_number(reason)
    take(BODY_REQUEST_STATES, request, BodyRequestVerb.WITHDRAW, actor=actor, now=now, note=reason)
    request.reason, request.ended_at = reason, now
    db.session.flush()
    take_back_untrue(SUBJECT, request.id, now=now)


def answer_request(request: BodyRequest, way: AnswerWay, note: str, *, actor: Actor, now: datetime) -> BodyAnswer:
    """The letter went to the body, as it stood at this moment; what follows is told by a further one."""
    actor.require(Permission.BODY_REQUEST_HANDLE)
    refuse_resident_number(note)
    take(BODY_REQUEST_STATES, request, BodyRequestVerb.ANSWER, actor=actor, now=now, means=way.value)
    request.ended_at = request.ended_at or now
    told = told_of(request)
    answer = BodyAnswer(request=request, sent_at=now, sent_by_id=actor.user_id, way=way, told=told, note=note)
    db.session.add(answer)
    db.session.flush()
    take_back_untrue(SUBJECT, request.id, now=now)
    return answer


def tell_of_deadlines(now: datetime) -> int:
    """In office hours, each once: the office hears the working day before an answer is due, and when it is late."""
    if not working().is_open(now):
        return 0
    nearly, late = queries.to_tell(clock.day_of(now))
    for requests, words in ((nearly, DUE), (late, LATE)):
        for request in requests:
            told = words % {"number": said(request.number, Series.BODY_REQUEST)}
            news = News(Matter.BODY_REQUEST, About(SUBJECT, request.id), told, f"/body-requests/{request.id}")
            tell_staff(users_who_may(Permission.BODY_REQUEST_HANDLE), news, now=now)
    for request in nearly:
        request.reminded_at = now
    for request in late:
        request.breached_at = now
    db.session.flush()
    return len(nearly) + len(late)


def make_link(partner: Partner, *, actor: Actor, now: datetime) -> BodyLink:
    """For one body, so many days."""
    actor.require(Permission.BODY_REQUEST_HANDLE)
    if partner.id not in {body.id for body in queries.bodies_on(clock.day_of(now))}:
        raise DomainError(N_("지금 요청할 수 있는 기관이 아닙니다."), "partner")
    lasts = timedelta(days=current_settings().target.body_link_days)
    link = BodyLink(partner=partner, made_at=now, made_by_id=actor.user_id, expires_at=now + lasts)
    db.session.add(link)
    db.session.flush()
    record("body_link.make", actor=actor, now=now, subject=(LINK, link.id))
    return link


def end_link(link: BodyLink, *, actor: Actor, now: datetime) -> None:
    """It opens nothing from now on."""
    actor.require(Permission.BODY_REQUEST_HANDLE)
    lock(link)
    if link.ended_at is not None:
        raise Conflict(N_("이미 거둔 링크입니다."))
    link.ended_at = now
    record("body_link.end", actor=actor, now=now, subject=(LINK, link.id))
    db.session.flush()
