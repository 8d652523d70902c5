"""Everything that happened with a household in one order, the newest first, whatever feature wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.models import Contact
from portal.coordinators.plans.models import Assessment, CarePlan
from portal.coordinators.referrals.models import Referral, ReferralStep
from portal.coordinators.referrals.states import ReferralVerb
from portal.coordinators.visits.models import Visit
from portal.core.messages import N_
from portal.core.paging import Page, clamp_page
from portal.core.worded import Worded
from portal.extensions import db
from portal.residents.applications.models import Application

PAGE_SIZE = 30
_TOLD_BY_VISIT = frozenset(
    {ReferralVerb.RECORD_DONE, ReferralVerb.RECORD_NOBODY_HOME, ReferralVerb.RECORD_PROVIDER_ABSENT}
)


class Kind(Worded):
    """What kind of thing happened."""

    APPLICATION = "application", N_("신청")
    PAIRING = "pairing", N_("담당 배정")
    HANDOVER = "handover", N_("담당 바뀜")
    ASSESSMENT = "assessment", N_("욕구 확인")
    DRAFT = "draft", N_("계획 초안")
    AGREEMENT = "agreement", N_("계획 합의")
    REFERRAL = "referral", N_("연계")
    VISIT = "visit", N_("방문 기록")
    FEEDBACK = "feedback", N_("이용자 의견")
    CONTACT = "contact", N_("연락")
    HOLD = "hold", N_("멈춤")
    RESUMPTION = "resumption", N_("다시 시작")
    CLOSURE = "closure", N_("종결")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what when. `what` names a service, a person or a number; `mark` is a state or choice with a label.

    `id` is the thing to open; `row` orders what happened at the same moment.
    """

    at: datetime
    kind: Kind
    id: UUID
    who: str = ""
    what: str = ""
    text: str = ""
    mark: Worded | None = None
    row: UUID | None = None


def timeline(case: CareCase, page: int = 1) -> Page[Event]:
    """One page of all that happened with the household of `case`, its earlier cases included: nine statements."""
    household_id = case.household_id
    cases = db.session.scalars(select(CareCase).where(CareCase.household_id == household_id)).all()
    case_ids = [one.id for one in cases]
    events = [
        *_applications(household_id),
        *_pairings(household_id),
        *_assessments(case_ids),
        *_plans(case_ids),
        *_referral_steps(household_id),
        *_visits(household_id),
        *_contacts(case_ids),
        *_interruptions(household_id),
        *_closures(cases),
    ]
    events.sort(key=lambda event: (event.at, event.row or event.id), reverse=True)
    number = clamp_page(page)
    first = (number - 1) * PAGE_SIZE
    return Page(events[first : first + PAGE_SIZE], number, PAGE_SIZE, len(events))


def _applications(household_id: UUID) -> Iterator[Event]:
    for row in db.session.scalars(select(Application).where(Application.household_id == household_id)):
        yield Event(at=row.received_at, kind=Kind.APPLICATION, id=row.id, what=row.number, mark=row.intake)


def _pairings(household_id: UUID) -> Iterator[Event]:
    """The first pairing of a case opens it, the later ones hand it over."""
    paired_by = aliased(User)
    statement = (
        select(Pairing, paired_by.name)
        .join(Pairing.coordinator)
        .outerjoin(paired_by, paired_by.id == Pairing.paired_by_id)
        .options(contains_eager(Pairing.coordinator))
        .where(Pairing.household_id == household_id)
        .order_by(Pairing.started_at, Pairing.id)
    )
    begun: set[UUID] = set()
    for row, name in db.session.execute(statement):
        kind = Kind.HANDOVER if row.case_id in begun else Kind.PAIRING
        begun.add(row.case_id)
        text = row.handover_note or row.reason
        yield Event(at=row.started_at, kind=kind, id=row.id, who=name or "", what=row.coordinator.name, text=text)


def _assessments(case_ids: list[UUID]) -> Iterator[Event]:
    statement = select(Assessment, User.name).join(User, User.id == Assessment.assessed_by_id)
    for row, name in db.session.execute(statement.where(Assessment.case_id.in_(case_ids))):
        yield Event(at=row.assessed_at, kind=Kind.ASSESSMENT, id=row.id, who=name, text=row.summary)


def _plans(case_ids: list[UUID]) -> Iterator[Event]:
    statement = select(CarePlan, User.name).join(User, User.id == CarePlan.written_by_id)
    for row, name in db.session.execute(statement.where(CarePlan.case_id.in_(case_ids))):
        what = str(row.number)
        if row.agreed_at is None:
            yield Event(
                at=row.written_at, kind=Kind.DRAFT, id=row.id, who=name, what=what, text=row.aim, mark=row.state
            )
        else:
            yield Event(
                at=row.agreed_at, kind=Kind.AGREEMENT, id=row.id, who=name, what=what, text=row.aim, mark=row.agreed_by
            )


def _referral_steps(household_id: UUID) -> Iterator[Event]:
    """Every step but those that the visit itself tells."""
    statement = (
        select(ReferralStep)
        .join(ReferralStep.referral)
        .options(
            contains_eager(ReferralStep.referral).joinedload(Referral.service),
            contains_eager(ReferralStep.referral).joinedload(Referral.organisation),
        )
        .where(Referral.household_id == household_id)
    )
    for row in db.session.scalars(statement):
        if row.verb in _TOLD_BY_VISIT:
            continue
        what = f"{row.referral.service.name} · {row.referral.organisation.name}"
        yield Event(
            at=row.at,
            kind=Kind.REFERRAL,
            id=row.referral_id,
            who=row.actor_name,
            what=what,
            text=row.note,
            mark=row.to_state,
            row=row.id,
        )


def _visits(household_id: UUID) -> Iterator[Event]:
    """The record of each visit, and what the resident said about it."""
    statement = (
        select(Visit)
        .where(Visit.household_id == household_id, Visit.recorded_at.is_not(None))
        .options(
            joinedload(Visit.referral).joinedload(Referral.service),
            joinedload(Visit.referral).joinedload(Referral.organisation),
        )
    )
    for row in db.session.scalars(statement):
        if row.recorded_at is not None:
            service, organisation = row.referral.service.name, row.referral.organisation.name
            what = f"{service} · {organisation}"
            yield Event(
                at=row.recorded_at,
                kind=Kind.VISIT,
                id=row.id,
                who=row.worker_name,
                what=what,
                text=row.notes,
                mark=row.state,
            )
            if row.feedback_at is not None:
                yield Event(
                    at=row.feedback_at, kind=Kind.FEEDBACK, id=row.id, what=service, text=row.feedback, mark=row.rating
                )


def _contacts(case_ids: list[UUID]) -> Iterator[Event]:
    for row in db.session.scalars(select(Contact).where(Contact.case_id.in_(case_ids))):
        yield Event(
            at=row.at, kind=Kind.CONTACT, id=row.id, who=row.by_name, what=row.means, text=row.note, mark=row.outcome
        )


def _interruptions(household_id: UUID) -> Iterator[Event]:
    """Holds and their ends, which only the audit remembers."""
    statement = select(AuditEntry).where(
        AuditEntry.subject_kind == "household",
        AuditEntry.subject_id == household_id,
        AuditEntry.event == "case.stepped",
    )
    for row in db.session.scalars(statement):
        if row.details.get("after") == CaseState.ON_HOLD:
            yield Event(at=row.at, kind=Kind.HOLD, id=row.id, who=row.actor_name)
        elif row.details.get("before") == CaseState.ON_HOLD:
            yield Event(at=row.at, kind=Kind.RESUMPTION, id=row.id, who=row.actor_name)


def _closures(cases: Sequence[CareCase]) -> Iterator[Event]:
    for case in cases:
        if case.closed_at is not None:
            yield Event(
                at=case.closed_at,
                kind=Kind.CLOSURE,
                id=case.id,
                what=case.number,
                text=case.closure_note,
                mark=case.closure_reason,
            )
