"""A plan, or a body's part of it, for machines: each service asked for, and how far it is, as FHIR R4B."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from portal.audit.steps import histories
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideState
from portal.coordinators.plans.states import HowOften
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import REFERRAL_STATES, ReferralState
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.worded import Worded
from portal.partners.fhir import Resource, address, bundle, coded
from portal.partners.support_plans.models import SupportHanding, SupportPlan
from portal.partners.support_plans.reading import Said
from portal.partners.support_plans.states import HOLDING, SupportState

PERSON, PLAN, SERVICE, COST, STATUS = (
    f"urn:mapo-care-portal:{name}" for name in ("person", "support-plan", "service", "cost", "state")
)
OF_OTHERS = "other-body"
REQUESTS = {
    SupportState.DRAFT: "draft",
    SupportState.AGREED: "active",
    SupportState.IN_FORCE: "active",
    SupportState.REPLACED: "revoked",
    SupportState.ENDED: "completed",
}
REFERRALS = {
    ReferralState.REQUESTED: "requested",
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "rejected",
    ReferralState.BOOKED: "ready",
    ReferralState.DONE: "completed",
    ReferralState.NOBODY_HOME: "failed",
    ReferralState.PROVIDER_ABSENT: "failed",
    ReferralState.CANCELLED: "cancelled",
    ReferralState.ON_HOLD: "on-hold",
    ReferralState.WITHDRAWN: "cancelled",
}
"""`CLOSED` is what it was before that."""

LINKS = {
    OutsideState.ASKED: "requested",
    OutsideState.TAKEN: "in-progress",
    OutsideState.DECLINED: "rejected",
    OutsideState.DONE: "completed",
    OutsideState.SILENT: "failed",
    OutsideState.WITHDRAWN: "cancelled",
}


def plan_bundle(
    plan: SupportPlan, lines: Sequence[Said], handings: Sequence[SupportHanding], *, name: str = "", now: datetime
) -> Resource:
    """The person is an opaque id, the same in all editions; `name` where the body may know whom it helps."""
    subject: Resource = {"identifier": {"system": PERSON, "value": opaque_id(plan)}}
    if name:
        subject["display"] = name
    handed = {handing.body for handing in handings if handing.stopped_for is None}
    closed = _before_closing(lines)
    resources: list[Resource] = []
    for each in lines:
        request = _request(plan, each, subject, now)
        status, words = _status(plan, each, handed, closed, day_of(now))
        resources += [request, _task(plan, each, request, subject, status, words, now)]
    return bundle(plan.id, now.isoformat(timespec="seconds"), resources)


def opaque_id(plan: SupportPlan) -> str:
    """Tells nobody who it is, and joins what is about the same person in this case."""
    return str(uuid5(plan.case_id, str(plan.case.person_id)))


def _request(plan: SupportPlan, each: Said, subject: Resource, now: datetime) -> Resource:
    care_line = each.line.care_line
    code = care_line.service.code if care_line else OF_OTHERS
    request: Resource = {
        "resourceType": "ServiceRequest",
        "id": str(each.line.id),
        "identifier": [{"system": PLAN, "value": f"{plan.id}/{each.line.position}"}],
        "requisition": {"system": PLAN, "value": str(plan.id)},
        "status": REQUESTS[plan.state],
        "intent": "plan",
        "code": coded(SERVICE, code, each.what),
        "subject": subject,
        "occurrencePeriod": _period(each.starts_on, each.until_on),
        "authoredOn": (plan.agreed_on or day_of(now)).isoformat(),
        "performer": [{"display": each.body}],
        "note": [{"text": each.how_often}],
    }
    if each.cost is not None and each.own_share is not None:
        request["extension"] = [_money("total", each.cost), _money("own-share", each.own_share)]
    return request


def _money(what: str, won: int) -> Resource:
    return {"url": f"{COST}:{what}", "valueMoney": {"value": won, "currency": "KRW"}}


def _period(starts_on: date, until_on: date | None) -> Resource:
    period = {"start": starts_on.isoformat()}
    return period | ({"end": until_on.isoformat()} if until_on else {})


def _task(
    plan: SupportPlan, each: Said, request: Resource, subject: Resource, status: str, state: Worded, now: datetime
) -> Resource:
    return {
        "resourceType": "Task",
        "id": str(uuid5(each.line.id, "task")),
        "status": status,
        "businessStatus": coded(STATUS, state.value, state.words),
        "intent": "plan",
        "focus": {"reference": address(request["id"]), "type": "ServiceRequest"},
        "for": subject,
        "executionPeriod": _period(each.starts_on, each.until_on),
        "authoredOn": request["authoredOn"],
        "lastModified": now.isoformat(timespec="seconds"),
        "owner": {"display": each.body},
        "groupIdentifier": {"system": PLAN, "value": str(plan.id)},
    }


class NotAsked(Worded):
    """Of a service that no referral and no other body's answer is behind."""

    PLANNED = "planned", N_("아직 부탁하지 않음")
    HANDED = "handed", N_("기관에 계획을 건넴")
    OVER = "over", N_("이 판은 끝남")


def _status(
    plan: SupportPlan, each: Said, handed: set[str], closed: dict[UUID, ReferralState], today: date
) -> tuple[str, Worded]:
    if each.referral is not None:
        return _of_referral(plan, each, each.referral, closed, today)
    if each.link is not None:
        return _of_link(each.link)
    if plan.state in (SupportState.REPLACED, SupportState.ENDED):
        return "cancelled", NotAsked.OVER
    return ("received", NotAsked.HANDED) if each.body in handed else ("draft", NotAsked.PLANNED)


def _of_link(link: OutsideLink) -> tuple[str, Worded]:
    return LINKS[link.state], link.state


def _of_referral(
    plan: SupportPlan, each: Said, referral: Referral, closed: dict[UUID, ReferralState], today: date
) -> tuple[str, Worded]:
    """A visit that is done leaves a service that comes again under way."""
    status = REFERRALS[closed.get(referral.id, referral.state)]
    comes_again = referral.plan_line.how_often is not HowOften.ONCE and plan.state in HOLDING
    if status == "completed" and comes_again and (each.until_on is None or each.until_on >= today):
        return "in-progress", referral.state
    return status, referral.state


def _before_closing(lines: Sequence[Said]) -> dict[UUID, ReferralState]:
    """What those referrals were that are closed by now."""
    ids = [each.referral.id for each in lines if each.referral and each.referral.state is ReferralState.CLOSED]
    steps = histories(REFERRAL_STATES, ids)
    return {thing_id: taken[-1].before for thing_id, taken in steps.items() if taken and taken[-1].before}
