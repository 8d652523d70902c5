"""Reads of what people ask about their own data, and of what stands against erasing somebody's file."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.audit.models import AuditEntry
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.benefits.settlement.states import DisputeState, StatementState
from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.numbers import Numbered
from portal.db.paged import page_of
from portal.extensions import db
from portal.privacy.requests.models import MessageStop, RightsRequest
from portal.privacy.requests.states import OPEN, RightsKind
from portal.privacy.retention.models import RetentionHold, holding
from portal.privacy.seen.queries import may_know
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.helpers.queries import person_seen_by
from portal.residents.households.models import FactChange, Household, Person

PAGE_SIZE = 30
SHOWN_AT_MOST = 50
COPIES = "copy"
WAITS = RightsRequest.ended_at.is_(None)
RIGHTS = Numbered("rights_request", RightsRequest.number, RightsRequest.id, RightsRequest.household_id)

HELD = N_("파기를 미루어 둔 파일입니다. 미룬 까닭이 끝난 뒤에 지울 수 있습니다.")
IN_CARE = N_("돌봄이 이어지고 있습니다. 그만두시려는지 여쭙고 돌봄을 마친 뒤에 지웁니다.")
APPLIED = N_("답하지 않은 신청이 있습니다. 신청을 거두시는지 여쭙고 지웁니다.")
UNPAID = N_("지급하지 않은 정산이 있습니다. 지급한 뒤에 지웁니다.")
DISPUTED = N_("정리하지 않은 정산 이의가 있습니다. 정리한 뒤에 지웁니다.")


def requests(viewer: Actor, number: int = 1, *, only_open: bool = True) -> Page[RightsRequest]:
    """What waits by when it is due, or everything, the newest first."""
    viewer.require(Permission.RIGHTS_ANSWER)
    chosen = WAITS if only_open else RightsRequest.id.is_not(None)
    order = (RightsRequest.due_on,) if only_open else (RightsRequest.received_on.desc(),)
    return page_of(db.session, _with_people().where(chosen).order_by(*order, RightsRequest.id), number, PAGE_SIZE)


def _with_people() -> Select[RightsRequest]:
    return select(RightsRequest).options(joinedload(RightsRequest.person), joinedload(RightsRequest.household))


def waiting_count() -> Select[int]:
    return select(func.count()).select_from(RightsRequest).where(WAITS)


def waiting_requests() -> Sequence[RightsRequest]:
    """What is still to be done, by when it is due."""
    return db.session.scalars(_with_people().where(WAITS).order_by(RightsRequest.due_on, RightsRequest.id)).all()


def get_request(request_id: UUID, *, viewer: Actor) -> RightsRequest:
    viewer.require(Permission.RIGHTS_ANSWER)
    found = db.session.scalar(_with_people().where(RightsRequest.id == request_id))
    if found is None:
        raise NotFound
    return found


def own_requests(viewer: Actor) -> Sequence[RightsRequest]:
    """What was asked about the viewer, or about whom they help as far as that was agreed, the newest first."""
    person = person_who_asks(viewer)
    mine = select(RightsRequest).where(RightsRequest.person_id == person.id)
    if not viewer.can(Permission.MY_FILE):
        mine = mine.where(RightsRequest.kind == RightsKind.ASK)
    newest = mine.order_by(RightsRequest.asked_at.desc(), RightsRequest.id.desc())
    return db.session.scalars(newest.limit(SHOWN_AT_MOST)).all()


def person_who_asks(viewer: Actor) -> Person:
    """Whoever is signed in, or whom they help and may ask for; `NotFound` for everybody else."""
    person = person_seen_by(viewer)
    if person is None or not may_know(viewer):
        raise NotFound
    return person


def own_request(request_id: UUID, *, viewer: Actor) -> RightsRequest:
    """One of the viewer's own; a helper sees the questions, nothing else."""
    person = person_who_asks(viewer)
    found = db.session.get(RightsRequest, request_id)
    if found is None or found.person_id != person.id:
        raise NotFound
    if found.kind is not RightsKind.ASK and not viewer.can(Permission.MY_FILE):
        raise NotFound
    return found


def requests_of(person_id: UUID) -> Sequence[RightsRequest]:
    """Of one person, the newest first."""
    newest = select(RightsRequest).where(RightsRequest.person_id == person_id)
    return db.session.scalars(newest.order_by(RightsRequest.asked_at.desc(), RightsRequest.id.desc())).all()


def open_count_of(person_id: UUID) -> int:
    undecided = RightsRequest.state.in_(OPEN) & (RightsRequest.person_id == person_id)
    return db.session.scalar(select(func.count()).select_from(RightsRequest).where(undecided)) or 0


def reading_behind(request: RightsRequest) -> AuditEntry | None:
    """The row of the access log that a question is about; None where it names none, or it was destroyed."""
    return db.session.get(AuditEntry, request.reading_id) if request.reading_id else None


def changes_since(request: RightsRequest) -> Sequence[FactChange]:
    """What became another in the file from the day on which the request came: of the fact that it names, or of any."""
    changed = select(FactChange).where(
        FactChange.household_id == request.household_id, FactChange.at >= day_bounds(request.received_on)[0]
    )
    if request.fact is not None:
        changed = changed.where(FactChange.fact == request.fact)
    return db.session.scalars(changed.order_by(FactChange.at, FactChange.id)).all()


def was_copied_since(request: RightsRequest) -> bool:
    """Whether anybody made the copy of the person's file from the day on which the request came."""
    made = select(AuditEntry.details).where(
        AuditEntry.subject_id == request.household_id,
        AuditEntry.subject_kind == "household",
        AuditEntry.is_read,
        AuditEntry.at >= day_bounds(request.received_on)[0],
    )
    return any(details.get("fields") == COPIES for details in db.session.scalars(made))


def wants_no_messages(person_id: UUID) -> bool:
    held = select(MessageStop.id).where(MessageStop.person_id == person_id, MessageStop.ended_at.is_(None))
    return db.session.scalar(held) is not None


def message_stop_of(person_id: UUID) -> MessageStop | None:
    held = select(MessageStop).where(MessageStop.person_id == person_id, MessageStop.ended_at.is_(None))
    return db.session.scalar(held)


def against_erasing(request: RightsRequest, today: date) -> list[str]:
    """What must end first: a hold, open care, an unanswered application, money that was not paid or is disputed."""
    these = select(Household.id).where(
        or_(Household.id == request.household_id, Household.joined_into_id == request.household_id)
    )
    people = select(Person.id).where(Person.household_id.in_(these))
    lines = select(StatementLine.id).where(StatementLine.person_id.in_(people))
    paid = select(StatementLine.charge_id).join(Statement).where(Statement.state == StatementState.PAID)
    asked = {
        HELD: select(RetentionHold.id).where(RetentionHold.household_id.in_(these), holding(today)),
        IN_CARE: select(CareCase.id).where(CareCase.household_id.in_(these), CareCase.closed_at.is_(None)),
        APPLIED: select(Application.id).where(
            Application.household_id.in_(these), Application.state == ApplicationState.RECEIVED
        ),
        UNPAID: select(Charge.id).where(
            Charge.person_id.in_(people),
            Charge.state == ChargeState.COMMITTED,
            Charge.quantity > 0,
            Charge.id.not_in(paid.where(StatementLine.person_id.in_(people))),
        ),
        DISPUTED: select(Dispute.id).where(Dispute.line_id.in_(lines), Dispute.state == DisputeState.OPEN),
    }
    return [words for words, found in asked.items() if db.session.scalar(found.limit(1)) is not None]
