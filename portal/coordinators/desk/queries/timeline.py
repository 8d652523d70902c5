"""Everything that happened with a household, the newest first: steps, contacts, opinions, facts, messages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    String,
    Subquery,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.audit.models import Step
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.states import CaseVerb
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactOutcome
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LetterState
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideState, OutsideVerb
from portal.coordinators.plans.models import Assessment, CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState, PlanVerb
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState, ReferralVerb
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.scope import requests_in_scope
from portal.coordinators.requests.states import RequestState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import Rating, VisitState, VisitVerb
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.core.paging import Page, clamp_page
from portal.core.worded import UNANSWERED, Worded
from portal.db.paged import number_within
from portal.db.plain import plain
from portal.db.sealed import carried
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Delivery
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationVerb
from portal.residents.households.models import FactChange, Household, Person
from portal.residents.resemblances.states import ResemblanceVerb
from portal.workforce.workers.models import Worker

PAGE_SIZE = 30


class Kind(Worded):
    """What kind of thing happened."""

    APPLICATION = "application", N_("신청")
    FILING = "filing", N_("돌봄에 이어 적음")
    REFUSAL = "refusal", N_("신청 거절")
    WITHDRAWAL = "withdrawal", N_("신청 거둠")
    PAIRING = "pairing", N_("담당 배정")
    HANDOVER = "handover", N_("담당 바뀜")
    ASSESSMENT = "assessment", N_("욕구 확인")
    DRAFT = "draft", N_("계획 초안")
    AGREEMENT = "agreement", N_("계획 합의")
    REPLACEMENT = "replacement", N_("계획 바뀜")
    REFERRAL = "referral", N_("연계")
    OUTSIDE = "outside", N_("다른 기관에 부탁한 일")
    VISIT = "visit", N_("방문 기록")
    FEEDBACK = "feedback", N_("이용자 의견")
    CONTACT = "contact", N_("연락")
    FACT = "fact", N_("정보 바뀜")
    HOLD = "hold", N_("멈춤")
    RESUMPTION = "resumption", N_("다시 시작")
    CLOSURE = "closure", N_("종결")
    JOINING = "joining", N_("파일 합침")
    PARTING = "parting", N_("합친 파일 되돌림")
    REQUEST = "request", N_("부탁")
    LETTER = "letter", N_("고맙다는 편지")
    MESSAGE = "message", N_("알림")


COLUMNS = ("id", "at", "kind", "verb", "thing_id", "after", "note", "who", "detail")
TOLD_BY_VISIT = {ReferralVerb.RECORD_DONE, ReferralVerb.RECORD_NOBODY_HOME, ReferralVerb.RECORD_PROVIDER_ABSENT}
TOLD: dict[tuple[str, str], Kind] = {
    ("application", ApplicationVerb.SUBMIT): Kind.APPLICATION,
    ("application", ApplicationVerb.FILE): Kind.FILING,
    ("application", ApplicationVerb.REFUSE): Kind.REFUSAL,
    ("application", ApplicationVerb.WITHDRAW): Kind.WITHDRAWAL,
    ("application", ApplicationVerb.END): Kind.WITHDRAWAL,
    ("case", CaseVerb.PAIR): Kind.PAIRING,
    ("case", CaseVerb.HAND_OVER): Kind.HANDOVER,
    ("case", CaseVerb.HOLD): Kind.HOLD,
    ("case", CaseVerb.CHANGE_HOLD): Kind.HOLD,
    ("case", CaseVerb.RESUME): Kind.RESUMPTION,
    ("case", CaseVerb.CLOSE): Kind.CLOSURE,
    ("plan", PlanVerb.DRAFT): Kind.DRAFT,
    ("plan", PlanVerb.AGREE): Kind.AGREEMENT,
    ("plan", PlanVerb.REPLACE): Kind.REPLACEMENT,
    **{("referral", verb): Kind.REFERRAL for verb in ReferralVerb if verb not in TOLD_BY_VISIT},
    **{("outside_link", verb): Kind.OUTSIDE for verb in OutsideVerb},
    ("resemblance", ResemblanceVerb.JOIN): Kind.JOINING,
    ("resemblance", ResemblanceVerb.UNDO): Kind.PARTING,
    ("visit", VisitVerb.RECORD_DONE): Kind.VISIT,
    ("visit", VisitVerb.CORRECT): Kind.VISIT,
    ("visit", VisitVerb.RECORD_NOBODY_HOME): Kind.VISIT,
    ("visit", VisitVerb.RECORD_PROVIDER_ABSENT): Kind.VISIT,
    ("contact", ""): Kind.CONTACT,
    ("fact", ""): Kind.FACT,
    ("assessment", ""): Kind.ASSESSMENT,
    ("feedback", ""): Kind.FEEDBACK,
    ("care_request", ""): Kind.REQUEST,
    ("letter", ""): Kind.LETTER,
    ("message", ""): Kind.MESSAGE,
}
"""What is told, by kind and verb. A step that another one tells as well, as the referral's of a visit, is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what when. `what` names a service, a person or a number; `mark` is a state or choice with a label.

    `id` is the thing to open.
    """

    at: datetime
    kind: Kind
    id: UUID
    who: str = ""
    what: str = ""
    text: str = ""
    mark: Worded | None = None


def timeline(case: CareCase, viewer: Actor, page: int = 1) -> Page[Event]:
    """One page of all that happened with the household of `case`, in one statement; beyond the last one that one.

    Its earlier cases are included, and what never changes of files that were joined to it. Of requests, letters and
    messages one line tells what it was and how it stands, not what it says; what is between the resident and the office
    only the office sees.
    """
    number = clamp_page(page)
    happened = union_all(*_sources(case.household_id), *_said(case.household_id, viewer)).subquery()
    newest_first = select(happened, func.count().over().label("total"))
    newest_first = newest_first.order_by(happened.c.at.desc(), happened.c.id.desc())
    shown = newest_first.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE).subquery()
    rows = db.session.execute(_with_names(shown).order_by(shown.c.at.desc(), shown.c.id.desc())).all()
    if not rows and number > 1:
        return timeline(case, viewer, number_within(db.session, select(happened), number, PAGE_SIZE)[0])
    return Page([_event(row) for row in rows], number, PAGE_SIZE, rows[0].total if rows else 0)


def _sources(household_id: UUID) -> list[Select[*tuple[Any, ...]]]:
    """The same columns of each source; `detail` is the means of a contact with who began it, or which fact changed."""
    none, cases = literal(""), select(CareCase.id).where(CareCase.household_id == household_id)
    joined = select(Household.id).where(or_(Household.id == household_id, Household.joined_into_id == household_id))
    told = tuple_(Step.kind, Step.verb).in_(TOLD)
    step = (Step.id, Step.at, Step.kind, Step.verb, Step.thing_id, Step.after, carried(Step.note), Step.by_name, none)
    means = type_coerce(Contact.means, String()) + "/" + type_coerce(Contact.begun_by, String())
    contact = (Contact.id, Contact.at, literal("contact"), none, Contact.id, Contact.outcome, carried(Contact.note))
    assessment = (Assessment.id, Assessment.assessed_at, literal("assessment"), none, Assessment.id, none)
    fact = (FactChange.id, FactChange.at, literal("fact"), none, FactChange.id, none, carried(FactChange.reason))
    opinion = (Visit.id, Visit.feedback_at, literal("feedback"), none, Visit.id, Visit.rating, carried(Visit.feedback))
    return [
        _named(*step).where(Step.household_id.in_(joined), told),
        _named(*contact, Contact.by_name, means).where(Contact.case_id.in_(cases)),
        _named(*assessment, carried(Assessment.summary), User.name, none)
        .join(User, User.id == Assessment.assessed_by_id)
        .where(Assessment.case_id.in_(cases)),
        _named(*fact, FactChange.by_name, FactChange.fact).where(FactChange.household_id.in_(joined)),
        _named(*opinion, none, none).where(Visit.household_id == household_id, Visit.feedback_at.is_not(None)),
    ]


def _said(household_id: UUID, viewer: Actor) -> list[Select[*tuple[Any, ...]]]:
    """What somebody asked, wrote and was told, without the words; `who` is why a message did not go."""
    none, unsaid, people = literal(""), null(), select(Person.id).where(Person.household_id == household_id)
    request = (CareRequest.id, CareRequest.asked_at, literal("care_request"), none, CareRequest.id, CareRequest.state)
    letter = (Letter.id, Letter.written_at, literal("letter"), none, Letter.id, Letter.state, unsaid, none)
    message = (OutboxMessage.id, OutboxMessage.created_at, literal("message"), none, OutboxMessage.id)
    why = func.coalesce(type_coerce(OutboxMessage.why, String), "")
    return [
        _named(*request, unsaid, none, CareRequest.kind).where(
            CareRequest.household_id == household_id, requests_in_scope(viewer)
        ),
        _named(*letter, Organisation.name)
        .join(Organisation, Organisation.id == Letter.organisation_id)
        .where(Letter.person_id.in_(people)),
        _named(*message, OutboxMessage.state, unsaid, why, OutboxMessage.kind).where(
            OutboxMessage.household_id == household_id,
            OutboxMessage.person_id.in_(people),
            OutboxMessage.audience == plain(Audience.RESIDENT),
        ),
    ]


def _named(*columns: Any) -> Select[*tuple[Any, ...]]:
    return select(*(column.label(name) for column, name in zip(columns, COLUMNS, strict=True)))


def _with_names(shown: Subquery) -> Select[*tuple[Any, ...]]:
    """Beside each row what the thing that it is about names."""
    thing_id, coordinator = shown.c.thing_id, aliased(User)
    named = (
        Application.number.label("application"), Application.intake, CareCase.number.label("case"),
        CareCase.closure_reason, CarePlan.number.label("plan"), CarePlan.aim, CarePlan.agreed_by,
        func.coalesce(Worker.name, "").label("worker"), Visit.notes, Service.name.label("service"),
        Organisation.name.label("organisation"), coordinator.name.label("coordinator"),
    )  # fmt: skip
    return (
        select(shown, *named)
        .outerjoin(Application, Application.id == thing_id)
        .outerjoin(CareCase, CareCase.id == thing_id)
        .outerjoin(Pairing, and_(Pairing.case_id == thing_id, Pairing.started_at == shown.c.at))
        .outerjoin(coordinator, coordinator.id == Pairing.coordinator_id)
        .outerjoin(CarePlan, CarePlan.id == thing_id)
        .outerjoin(Visit, Visit.id == thing_id)
        .outerjoin(Worker, Worker.id == Visit.worker_id)
        .outerjoin(Referral, Referral.id == func.coalesce(Visit.referral_id, thing_id))
        .outerjoin(OutsideLink, OutsideLink.id == thing_id)
        .outerjoin(PlanLine, PlanLine.id == OutsideLink.plan_line_id)
        .outerjoin(Service, Service.id == func.coalesce(Referral.service_id, PlanLine.service_id))
        .outerjoin(Organisation, Organisation.id == Referral.organisation_id)
    )


def _event(row: Row[*tuple[Any, ...]]) -> Event:
    kind = TOLD[row.kind, row.verb]
    who, text = row.who, row.note or ""
    if kind is Kind.MESSAGE:
        who, text = "", row.who
    if kind is Kind.VISIT:
        who, text = row.worker, row.notes
    if kind in (Kind.DRAFT, Kind.AGREEMENT):
        text = row.aim
    what, mark = WHAT[row.kind](row), _mark(kind, row)
    return Event(at=row.at, kind=kind, id=row.thing_id, who=who, what=what, text=text, mark=mark)


WHAT: dict[str, Callable[[Any], str]] = {
    "application": lambda row: row.application,
    "case": lambda row: row.coordinator or (row.case if row.verb == CaseVerb.CLOSE else ""),
    "plan": lambda row: str(row.plan),
    "referral": lambda row: f"{row.service} · {row.organisation}",
    "outside_link": lambda row: row.service,
    "visit": lambda row: f"{row.service} · {row.organisation}",
    "feedback": lambda row: row.service,
    "contact": lambda row: row.detail,
    "fact": lambda row: row.detail,
    "assessment": lambda _row: "",
    "resemblance": lambda _row: "",
    "care_request": lambda row: row.detail,
    "letter": lambda row: row.detail,
    "message": lambda row: row.detail,
}


def _mark(kind: Kind, row: Row[*tuple[Any, ...]]) -> Worded | None:
    """The state or choice that is shown beside what happened."""
    chosen: dict[Kind, Worded | None] = {
        Kind.APPLICATION: row.intake,
        Kind.AGREEMENT: row.agreed_by,
        Kind.CLOSURE: row.closure_reason,
    }
    states: dict[Kind, Callable[[str], Worded]] = {
        Kind.DRAFT: PlanState,
        Kind.REPLACEMENT: PlanState,
        Kind.REFERRAL: ReferralState,
        Kind.OUTSIDE: OutsideState,
        Kind.VISIT: VisitState,
        Kind.FEEDBACK: Rating,
        Kind.CONTACT: ContactOutcome,
        Kind.REQUEST: RequestState,
        Kind.LETTER: LetterState,
        Kind.MESSAGE: Delivery,
    }
    is_told = kind in states and row.after not in (None, "", UNANSWERED)
    return states[kind](row.after) if is_told else chosen.get(kind)
