"""What somebody in care asks for, and how it is taken up, answered and ended."""

from collections.abc import Sequence
from datetime import datetime

from portal.audit.steps import take
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.requests import notices, rules
from portal.coordinators.requests.models import CareRequest, CareRequestService
from portal.coordinators.requests.queries import open_requests_of_case, request_by_application
from portal.coordinators.requests.states import REQUEST_STATES, RequestKind, RequestVerb
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.duty.queries import working
from portal.extensions import current_settings, db
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.models import Application
from portal.residents.households.models import Person


def ask(
    person: Person, kind: RequestKind, words: str, service_codes: Sequence[str] = (), *, actor: Actor, now: datetime
) -> CareRequest:
    """Somebody in care asks for something: by themselves."""
    _require_own(person, actor)
    case = open_case_of_person(person.id)
    if case is None:
        raise Conflict(N_("지금 받으시는 돌봄이 없습니다. 새로 신청해 주십시오."))
    if not words:
        raise DomainError(N_("무엇이 필요하신지 적어 주십시오."), "words")
    refuse_resident_number(words)
    if len(open_requests_of_case(case.id)) >= rules.OPEN_AT_MOST:
        raise Conflict(N_("아직 답을 드리지 못한 부탁이 여럿입니다. 급하시면 전화해 주십시오."), "words")
    offered = {service.code: service.id for service in askable_services(clock.day_of(now), person.household.dong_code)}
    if not set(service_codes) <= set(offered):
        raise DomainError(N_("지금은 제공하지 않는 서비스입니다. 다시 골라 주십시오."), field="services")
    request = _begin(person, case, kind, words, now)
    request.services = [
        CareRequestService(service_id=offered[code], position=position)
        for position, code in enumerate(dict.fromkeys(service_codes))
    ]
    _add(request, actor=actor, now=now)
    notices.notify_of_request(request, now)
    return request


def ask_by_application(application: Application, case: CareCase, *, actor: Actor, now: datetime) -> None:
    """An application that joined the case asks its coordinator, who is told of it there. The same one asks once."""
    if request_by_application(application.id) is not None:
        return
    words = application.own_words or N_("다시 신청하셨습니다. 무엇이 필요하신지 여쭈어 주십시오.")
    request = _begin(application.person, case, RequestKind.APPLIED_AGAIN, words, now)
    request.application = application
    request.services = [
        CareRequestService(service_id=asked.service_id, position=asked.position) for asked in application.services
    ]
    _add(request, actor=actor, now=now)


def _begin(person: Person, case: CareCase, kind: RequestKind, words: str, now: datetime) -> CareRequest:
    return CareRequest(
        household_id=case.household_id,
        household=case.household,
        person=person,
        case=case,
        kind=kind,
        words=words,
        asked_at=now,
        due_at=rules.answer_due(now, current_settings().target, working()),
        answer="",
    )


def _add(request: CareRequest, *, actor: Actor, now: datetime) -> None:
    db.session.add(request)
    take(REQUEST_STATES, request, RequestVerb.ASK, actor=actor, now=now)
    db.session.flush()


def take_up(request: CareRequest, *, actor: Actor, now: datetime) -> None:
    """Somebody has read it and is looking into it; the resident sees so."""
    require_answering(request, actor)
    take(REQUEST_STATES, request, RequestVerb.TAKE_UP, actor=actor, now=now)
    db.session.flush()


def answer_request(request: CareRequest, words: str, *, actor: Actor, now: datetime) -> bool:
    """Answer it and tell the resident that there is an answer. Answers whether a message goes."""
    require_answering(request, actor)
    if not words:
        raise DomainError(N_("이용자께 드릴 답을 적어 주십시오."), "answer")
    take(REQUEST_STATES, request, RequestVerb.ANSWER, actor=actor, now=now, note=words)
    request.answer, request.ended_at = words, now
    db.session.flush()
    return notices.notify_of_answer(request, now)


def withdraw_request(request: CareRequest, *, actor: Actor, now: datetime) -> None:
    """Whoever asked does not want it any more."""
    _require_own(request.person, actor)
    _end(request, RequestVerb.WITHDRAW, actor=actor, now=now)


def end_request(request: CareRequest, *, actor: Actor, now: datetime) -> None:
    """Nobody answered it before the care ended."""
    actor.require(Permission.CASE_CLOSE)
    _end(request, RequestVerb.END, actor=actor, now=now)


def end_requests(case: CareCase, *, actor: Actor, now: datetime) -> None:
    """With the care ends what was asked during it and nobody answered."""
    actor.require(Permission.CASE_CLOSE)
    for request in open_requests_of_case(case.id):
        end_request(request, actor=actor, now=now)


def _end(request: CareRequest, verb: RequestVerb, *, actor: Actor, now: datetime) -> None:
    take(REQUEST_STATES, request, verb, actor=actor, now=now)
    request.ended_at = now
    db.session.flush()


def _require_own(person: Person, actor: Actor) -> None:
    if actor.user_id is None or person.user_id != actor.user_id:
        raise Forbidden


def require_answering(request: CareRequest, actor: Actor) -> None:
    """The coordinator of the case or the office; about another coordinator the office alone."""
    actor.require(Permission.REQUEST_ANSWER)
    if actor.can(Permission.APPLICATION_PAIR):
        return
    if notices.is_private(request) or not actor.sees_to(request.case.coordinator_id):
        raise Forbidden
