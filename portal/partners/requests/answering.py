"""What a body is told of its request as it stands: as long as its ground holds, else only that it cannot be told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.queries import agreed_plan_of
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_of
from portal.extensions import db
from portal.partners.requests.models import BodyRequest
from portal.partners.requests.states import BodyRequestState, BodyTold
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consent_history, has_consent
from portal.residents.consents.states import ConsentKind


@dataclass(frozen=True, slots=True)
class ServiceDone:
    """A service of the plan in force, or of visits that were made."""

    name: str
    visits: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`review_on` is when somebody looks at the plan again; `outcome` why care ended."""

    told: BodyTold
    reason: str = ""
    since: date | None = None
    services: tuple[ServiceDone, ...] = ()
    review_on: date | None = None
    ended_on: date | None = None
    outcome: str = ""


def holds(request: BodyRequest) -> bool:
    """Whether the ground still holds on which the body may hear of the person.

    Once they took their consent back, or said no, it is gone for this request for good: what somebody claims for them
    later gives it to nobody who asked before.
    """
    if request.person_id is None:
        return True
    history = [each for each in consent_history(request.person_id) if each.kind is ConsentKind.COLLECTION]
    if any(no_at >= request.received_at for each in history if (no_at := _said_no(each))):
        return False
    return not history or (history[0].given and history[0].withdrawn_at is None)


def _said_no(consent: Consent) -> datetime | None:
    """When somebody refused it or took it back; an answer that a newer one replaced was taken back by nobody."""
    if not consent.given:
        return consent.given_at
    return consent.withdrawn_at if consent.withdrawn_by_id else None


def told_of(request: BodyRequest) -> BodyTold:
    return answer_of(request).told


def answer_of(request: BodyRequest) -> Answer:
    """Of a request that was decided; the same on the page, on paper and in the sheet."""
    if not holds(request):
        return Answer(BodyTold.NO_GROUND)
    if request.application is None:
        return Answer(BodyTold.DECLINED, reason=request.reason)
    if request.application.state in (ApplicationState.NOT_ELIGIBLE, ApplicationState.WITHDRAWN):
        return Answer(BodyTold.NOT_TAKEN_UP)
    case = _case_of(request, request.application) if _may_hear_of_care(request) else None
    if case is None:
        return Answer(BodyTold.TAKEN)
    plan = agreed_plan_of(case)
    planned = [line.service.name for line in plan.lines] if plan else []
    return Answer(
        BodyTold.IN_CARE if case.closed_at is None else BodyTold.ENDED,
        since=day_of(case.opened_at),
        services=_services(case, planned),
        review_on=plan.ends_on if plan and case.closed_at is None else None,
        ended_on=day_of(case.closed_at) if case.closed_at else None,
        outcome=case.closure_reason.words if case.closure_reason else "",
    )


def _may_hear_of_care(request: BodyRequest) -> bool:
    """A body claims a consent, or acts by office; of somebody's care it hears once they agreed themselves."""
    return request.person_id is not None and has_consent(request.person_id, ConsentKind.COLLECTION)


def is_decided(request: BodyRequest) -> bool:
    return request.state in (BodyRequestState.TAKEN, BodyRequestState.DECLINED, BodyRequestState.ANSWERED)


def _case_of(request: BodyRequest, application: Application) -> CareCase | None:
    """The care that began with the application, or that it was filed to; no other care of theirs."""
    of_application = CareCase.application_id == application.id
    if application.state is ApplicationState.FILED:
        of_person = (CareCase.household_id == request.household_id, CareCase.person_id == request.person_id)
        going = or_(CareCase.closed_at.is_(None), CareCase.closed_at > application.decided_at)
        of_application = and_(*of_person, CareCase.opened_at <= application.decided_at, going)
    newest = select(CareCase).where(of_application).order_by(CareCase.opened_at.desc(), CareCase.id.desc())
    return db.session.scalars(newest.limit(1)).first()


def _services(case: CareCase, planned: list[str]) -> tuple[ServiceDone, ...]:
    made = (
        select(Service.name, func.count(), func.max(Visit.starts_at))
        .join(PlanLine, PlanLine.service_id == Service.id)
        .join(Referral, Referral.plan_line_id == PlanLine.id)
        .join(Visit, Visit.referral_id == Referral.id)
        .where(Referral.case_id == case.id, Visit.state == VisitState.DONE)
        .group_by(Service.name)
    )
    done = {name: (count, day_of(last)) for name, count, last in db.session.execute(made)}
    names = dict.fromkeys([*planned, *sorted(done)])
    return tuple(ServiceDone(name, *done.get(name, (0, None))) for name in names)
