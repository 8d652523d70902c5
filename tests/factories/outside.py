"""Linked services of plans, passed on to other bodies."""

from typing import Any

from portal.consortium.catalogue.states import ServiceGroup
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.outside.actions import Answer, Passing, answer_link, pass_on
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideState
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import AgreedBy, HowOften, PlanState
from portal.extensions import db
from tests.factories.consortium import NOW, TODAY, make_service
from tests.factories.referrals import make_line


def make_linked_line(case: CareCase | None = None, *, how_often: HowOften = HowOften.ONCE, **values: Any) -> PlanLine:
    """A line of an agreed plan that another body does; beside the lines that the case's plan has already."""
    service = make_service(group=ServiceGroup.CARE_SOS_LINKED, name="건강지원", amount=None)
    line = make_line(case, service, **values)
    line.how_often = how_often
    db.session.flush()
    return line


def passing(**values: Any) -> Passing:
    """The health centre, today, after a call with the person."""
    given: dict[str, Any] = {
        "body": "마포구보건소",
        "reached_by": "02-3153-9000",
        "words": "혈압을 재 주십시오",
        "consented_on": TODAY,
        "consent_by": AgreedBy.PHONE,
        "asked_on": TODAY,
    }
    return Passing(**(given | values))


def make_link(line: PlanLine | None = None, *, state: OutsideState = OutsideState.ASKED, **values: Any) -> OutsideLink:
    """Asked today, or taken on the same day."""
    line = line or make_linked_line()
    actor = line.plan.case.coordinator.actor
    link = pass_on(line, passing(**values), actor=actor, now=NOW)
    if state is OutsideState.TAKEN:
        answer_link(link, Answer(state, TODAY), actor=actor, now=NOW)
    return link


def add_linked_line(line: PlanLine) -> PlanLine:
    """One more line in the agreed plan of `line`."""
    assert line.plan.state is PlanState.AGREED
    service = make_service(group=ServiceGroup.CARE_SOS_LINKED, name="사례관리", amount=None)
    added = PlanLine(
        plan=line.plan,
        position=len(line.plan.lines) + 1,
        need="혼자 정하기 어려운 일이 많습니다",
        goal="함께 정합니다",
        service=service,
        how_often=HowOften.ONCE,
        until_on=line.until_on,
    )
    db.session.add(added)
    db.session.flush()
    return added
