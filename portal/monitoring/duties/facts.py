"""What is known of households in care, as far as anything that is due depends on it: many at once by few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select

from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.programmes.models import Programme
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import holds_that_ended
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.plans.models import Assessment, CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core import clock
from portal.extensions import db
from portal.monitoring.calls.models import CallTurn, PhoneCall
from portal.monitoring.duties.clocks import AT_HOME, PutOff, Rest, rested_until
from portal.monitoring.duties.models import CareDuty, DutyExemption
from portal.monitoring.duties.rules import CareFacts, Edition
from portal.monitoring.duties.states import DutyAct, DutyOutcome
from portal.monitoring.screening.queries import risks_on
from portal.monitoring.screening.states import RiskLevel
from portal.monitoring.watching.models import Absence
from portal.residents.applications.models import Application
from portal.residents.households.models import Person

REACHED = (ContactOutcome.WELL, ContactOutcome.NEEDS_CHANGE, ContactOutcome.WORRYING)
_WITHOUT_TALK = (Contact.outcome == ContactOutcome.NO_ANSWER) | (
    (Contact.outcome == ContactOutcome.UNANSWERED) & (Contact.means == ContactMeans.CALL)
)
_MADE = select(func.max(Contact.at)).where(Contact.case_id == CareCase.id, Contact.outcome.in_(REACHED))
_ASSESSED = select(func.max(Assessment.assessed_at)).where(Assessment.case_id == CareCase.id)


def facts_of(case_ids: Collection[UUID], editions: Iterable[Edition], now: datetime) -> list[CareFacts]:
    """Of each case, in the order of their ids; programmes and risk only where a rule asks for them."""
    rules = [asking.rule for edition in editions for asking in edition.asks]
    rows = db.session.execute(_rows(case_ids)).all()
    tried = _tries(case_ids)
    visited = _visits([row.household_id for row in rows]) if rows else {}
    rests, put_off = _rests(case_ids), _put_offs(case_ids)
    programmes = _programmes(case_ids) if any(rule.programme for rule in rules) else {}
    risks = _risks([row.person_id for row in rows], clock.day_of(now)) if any(rule.risk for rule in rules) else {}
    done = _tasks(case_ids) if any(rule.task for rule in rules) else {}
    found = []
    for row in rows:
        values: dict[str, Any] = row._asdict()
        household_id, person_id = values.pop("household_id"), values.pop("person_id")
        times = [at for at in (values.pop("spoken_at"), values["assessed_at"]) if at]
        at_home = [at for at in (values["home_visited_at"], values.pop("assessed_home_at")) if at]
        reached_at = max(times, default=None)
        silent_since = max(reached_at or row.opened_at, row.opened_at)
        tries_since = rested_until(rests[row.case_id], DutyAct.CONTACT, silent_since)
        tries = [at for at in tried.get((row.case_id, ContactOutcome.NO_ANSWER), ()) if at > tries_since]
        later = [at for at in tried.get((row.case_id, ContactOutcome.UNANSWERED), ()) if at > tries_since]
        asked_later = put_off.get(row.case_id, ())
        later += [one.asked_at for one in asked_later if one.asked_at > tries_since]
        values |= {
            "reached_at": reached_at,
            "home_visited_at": max(at_home, default=None),
            "tried_at": min(tries + later, default=None),
            "tried_last_at": max(tries, default=None),
            "put_off": asked_later,
            "visited_at": min((at for at in visited.get(household_id, ()) if at > silent_since), default=None),
            "programmes": programmes.get(row.case_id, frozenset()),
            "risk": risks.get(person_id),
            "tasks_done": done.get(row.case_id, {}),
            "rests": tuple(rests[row.case_id]),
        }
        found.append(CareFacts(**values))
    return found


def _rows(case_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    at_home = (Contact.means == ContactMeans.VISIT, Assessment.is_home_visit)
    return (
        select(
            CareCase.id.label("case_id"),
            CareCase.household_id,
            CareCase.person_id,
            CareCase.coordinator_id,
            CareCase.state,
            CareCase.opened_at,
            CareCase.closed_at,
            CareCase.next_contact_on,
            CareCase.first_visit_due_at,
            CareCase.review_on,
            Person.birth_on,
            Application.urgency,
            _of_case(_MADE).label("spoken_at"),
            _of_case(_MADE.where(at_home[0])).label("home_visited_at"),
            _of_case(_ASSESSED).label("assessed_at"),
            _of_case(_ASSESSED.where(at_home[1])).label("assessed_home_at"),
            CarePlan.agreed_at.label("plan_agreed_at"),
            CarePlan.ends_on.label("plan_ends_on"),
        )
        .join(Person, Person.id == CareCase.person_id)
        .join(Application, Application.id == CareCase.application_id)
        .outerjoin(CarePlan, (CarePlan.case_id == CareCase.id) & (CarePlan.state == PlanState.AGREED))
        .where(CareCase.id.in_(case_ids))
        .order_by(CareCase.id)
    )


def _of_case(last: Select[datetime | None]) -> ScalarSelect[datetime | None]:
    return last.correlate(CareCase).scalar_subquery()


def _tries(case_ids: Collection[UUID]) -> Mapping[tuple[UUID, ContactOutcome], list[datetime]]:
    """By what came of them: nobody answered, or whoever did had no time to talk."""
    tried = select(Contact.case_id, Contact.outcome, Contact.at).where(Contact.case_id.in_(case_ids), _WITHOUT_TALK)
    return _grouped(((case_id, outcome), at) for case_id, outcome, at in db.session.execute(tried))


def _put_offs(case_ids: Collection[UUID]) -> Mapping[UUID, tuple[PutOff, ...]]:
    """When they asked to be called later since the pairing, and for when, the first one first.

    What is being written down at this moment stands in the turn alone.
    """
    calls = select(CareCase.id, PhoneCall.at, PhoneCall.again_at).join(
        PhoneCall, PhoneCall.household_id == CareCase.household_id
    )
    turns = select(CareCase.id, CallTurn.changed_at, CallTurn.again_at).join(
        CallTurn, CallTurn.about_id == CareCase.household_id
    )
    found: dict[UUID, set[PutOff]] = defaultdict(set)
    for kept, asked_at, again_at in (
        (calls, PhoneCall.at, PhoneCall.again_at),
        (turns, CallTurn.changed_at, CallTurn.again_at),
    ):
        promised = (CareCase.id.in_(case_ids), again_at.is_not(None), asked_at >= CareCase.opened_at)
        for case_id, at, until_at in db.session.execute(kept.where(*promised)):
            found[case_id].add(PutOff(at, until_at or at))
    return {case_id: tuple(sorted(asked)) for case_id, asked in found.items()}


def _visits(household_ids: Collection[UUID]) -> Mapping[UUID, list[datetime]]:
    done = select(Visit.household_id, Visit.starts_at).where(
        Visit.household_id.in_(household_ids), Visit.state == VisitState.DONE
    )
    return _grouped(db.session.execute(done).all())


def _grouped(rows: Iterable[Any]) -> Mapping[Any, list[datetime]]:
    found: dict[Any, list[datetime]] = defaultdict(list)
    for key, at in rows:
        found[key].append(at)
    return found


def _rests(case_ids: Collection[UUID]) -> Mapping[UUID, list[Rest]]:
    """When nothing was asked of them, also what is over: what it held back is due since its end, not since before."""
    found: dict[UUID, list[Rest]] = defaultdict(list)
    columns = (DutyExemption.act, DutyExemption.from_on, DutyExemption.until_on, DutyExemption.ended_at)
    exempted = select(DutyExemption.case_id, *columns).where(DutyExemption.case_id.in_(case_ids))
    for case_id, act, from_on, until_on, ended_at in db.session.execute(exempted):
        last_on = min(until_on, clock.day_of(ended_at)) if ended_at else until_on
        found[case_id].append(Rest(frozenset({act}), from_on, last_on))
    for case_id, held_at, resumed_at in holds_that_ended(case_ids):
        found[case_id].append(Rest(frozenset(DutyAct), clock.day_of(held_at), clock.day_of(resumed_at)))
    away = select(CareCase.id, Absence).join(Absence, Absence.household_id == CareCase.household_id)
    away = away.where(CareCase.id.in_(case_ids), Absence.ends_at > Absence.starts_at)
    for case_id, absence in db.session.execute(away.where(Absence.ends_at > CareCase.opened_at)):
        first_on = clock.day_of(absence.starts_at)
        found[case_id].append(Rest(AT_HOME, first_on, absence.back_on, is_absence=True))
    return found


def _programmes(case_ids: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Which programmes pay lines of the plan that holds: of each line the payer that was chosen last."""
    chosen = (
        select(CarePlan.case_id, PayerChoice.plan_line_id, Programme.code)
        .join(PlanLine, PlanLine.id == PayerChoice.plan_line_id)
        .join(CarePlan, CarePlan.id == PlanLine.plan_id)
        .outerjoin(Programme, Programme.id == PayerChoice.programme_id)
        .where(CarePlan.case_id.in_(case_ids), CarePlan.state == PlanState.AGREED)
        .order_by(PayerChoice.chosen_at, PayerChoice.id)
    )
    of_line = {(row.case_id, row.plan_line_id): row.code for row in db.session.execute(chosen)}
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    for (case_id, _line), code in of_line.items():
        found[case_id] |= {code} if code else set()
    return found


def _risks(person_ids: Collection[UUID], day: date) -> Mapping[UUID, RiskLevel]:
    told = risks_on(day).subquery()
    rows = db.session.execute(select(told.c.person_id, told.c.level).where(told.c.person_id.in_(person_ids)))
    return {row.person_id: RiskLevel(row.level) for row in rows}


def _tasks(case_ids: Collection[UUID]) -> Mapping[UUID, dict[str, datetime]]:
    done = (
        select(CareDuty.case_id, CareDuty.task, func.max(CareDuty.ended_at))
        .where(CareDuty.case_id.in_(case_ids), CareDuty.act == DutyAct.TASK, CareDuty.outcome == DutyOutcome.DONE)
        .group_by(CareDuty.case_id, CareDuty.task)
    )
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    for case_id, task, at in db.session.execute(done):
        if at is not None:
            found[case_id][task] = at
    return found
