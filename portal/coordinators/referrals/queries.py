"""Reads of referrals: each list ordered, paged and scoped by its viewer; what a co-operative may know of a person."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, text
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.models import RoleGrant
from portal.consortium.capacity.models import Slot
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.models import Referral, ReferralNight
from portal.coordinators.referrals.rules import (
    NEEDED_CONSENTS,
    ConsentStanding,
    consent_hindrance,
)
from portal.coordinators.referrals.scope import referrals_in_scope, sees_disclosed_only
from portal.coordinators.referrals.states import DISCLOSED_STATES, OPEN_STATES, TAKING_STATES, ReferralState
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.states import SeriesState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission, roles_with
from portal.core.questions import Told, read_questions, told
from portal.core.urgency import is_overdue
from portal.db.numbers import Numbered
from portal.db.paged import page_of
from portal.db.plain import plain, plain_all
from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Household, Person

PAGE_SIZE = 50
ENDS_AT = func.coalesce(Referral.stay_ends_at, Slot.ends_at)
"""When what was asked ends: with the slot, or with the last night of a stay."""
Moment = datetime | ColumnElement[datetime]
REFERRALS = Numbered("referral", Referral.number, Referral.id, Referral.household_id)
S = ReferralState
NEEDS_COORDINATOR = frozenset({S.ACCEPTED, S.DECLINED, S.NOBODY_HOME, S.PROVIDER_ABSENT, S.CANCELLED})
"""States after which the coordinator does the next thing: book, ask elsewhere, close."""
UNSETTLED = text("referral.state NOT IN ('done', 'withdrawn', 'closed')")
"""What `ix_referral_unsettled` holds, in its own words: of a year's referrals of a household, one or two."""
MAY_ASK_AGAIN = frozenset({S.DECLINED, S.NOBODY_HOME, S.PROVIDER_ABSENT, S.CANCELLED, S.ON_HOLD})

_SHOWN = (
    joinedload(Referral.organisation),
    joinedload(Referral.service),
    joinedload(Referral.slot),
    joinedload(Referral.household).selectinload(Household.people),
)


def get_referral(referral_id: UUID, *, viewer: Actor) -> Referral:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    query = select(Referral).where(Referral.id == referral_id, referrals_in_scope(viewer))
    referral = db.session.scalar(query.options(*_SHOWN, joinedload(Referral.case)))
    if referral is None:
        raise NotFound
    return referral


def referrals_among(ids: Collection[UUID], *, viewer: Actor) -> Sequence[Referral]:
    """Those of `ids` that the viewer sees, the most pressing first."""
    query = select(Referral).where(Referral.id.in_(ids), referrals_in_scope(viewer))
    return db.session.scalars(query.order_by(Referral.answer_due_at, Referral.id).options(*_SHOWN)).all()


def referrals_for(viewer: Actor, *, states: Iterable[ReferralState] = (), page: int = 1) -> Page[Referral]:
    """The viewer's referrals in any of `states`, or all; newest first."""
    query = select(Referral).where(referrals_in_scope(viewer))
    wanted = list(states)
    if wanted:
        query = query.where(Referral.state.in_(wanted))
    return _paged(query, page)


def _paged(query: Select[Referral], page: int) -> Page[Referral]:
    newest_first = query.order_by(Referral.requested_at.desc(), Referral.id.desc())
    return page_of(db.session, newest_first.options(*_SHOWN), page, PAGE_SIZE)


def awaiting_answer(viewer: Actor, *, limit: int = PAGE_SIZE) -> list[Referral]:
    """What waits for the co-operative's answer, the most pressing first."""
    query = select(Referral).where(referrals_in_scope(viewer), Referral.state == S.REQUESTED, asked_alone())
    by_urgency = query.order_by(Referral.answer_due_at, Referral.id).limit(limit)
    return list(db.session.scalars(by_urgency.options(*_SHOWN, joinedload(Referral.plan_line))))


def awaiting_answer_count(viewer: Actor) -> Select[int]:
    """Counts which of the viewer's referrals wait for an answer, regular visits as one."""
    alone = select(func.count(Referral.id)).where(
        referrals_in_scope(viewer), Referral.state == plain(S.REQUESTED), asked_alone()
    )
    waiting = select(func.count(func.distinct(Referral.series_id))).where(
        referrals_in_scope(viewer), Referral.state == plain(S.REQUESTED), not_(asked_alone())
    )
    return select(alone.scalar_subquery() + waiting.scalar_subquery())


def count_awaiting_answer(viewer: Actor) -> int:
    """How many answers the viewer owes, regular visits as one."""
    return db.session.scalar(awaiting_answer_count(viewer)) or 0


def asked_alone() -> ColumnElement[bool]:
    """SQL on a referral: its answer is not that of regular visits which are asked as one."""
    together = exists().where(CareSeries.id == Referral.series_id, CareSeries.state == plain(SeriesState.ASKED))
    return not_(and_(Referral.series_id.is_not(None), together))


def is_asked_together(referral: Referral) -> bool:
    """Whether its answer is that of regular visits which are asked as one."""
    series = db.session.get(CareSeries, referral.series_id) if referral.series_id else None
    return series is not None and series.state is SeriesState.ASKED


def one_of_series() -> ColumnElement[bool]:
    """SQL on a referral: it is alone, or the first of its regular visits, which count as one question."""
    other = aliased(Referral)
    earlier = select(other.id).where(other.series_id == Referral.series_id, other.id < Referral.id)
    return or_(Referral.series_id.is_(None), ~earlier.correlate(Referral).exists())


def booked(viewer: Actor, *, ended_by: datetime | None = None, starting_from: datetime | None = None) -> list[Referral]:
    """Booked referrals by their time: those whose time ended before `ended_by`, or that end after `starting_from`."""
    query = (
        select(Referral)
        .join(Slot, Slot.id == Referral.slot_id)
        .where(referrals_in_scope(viewer), Referral.state == S.BOOKED)
    )
    if ended_by is not None:
        query = query.where(ended_by >= ENDS_AT)
    if starting_from is not None:
        query = query.where(starting_from < ENDS_AT)
    return list(db.session.scalars(query.order_by(Slot.starts_at, Referral.id).limit(PAGE_SIZE).options(*_SHOWN)))


def referrals_to_act_on(viewer: Actor, *, now: datetime, limit: int = PAGE_SIZE) -> list[Referral]:
    """What the coordinator does something about: answers that came, visits that failed, answers that are overdue."""
    query = select(Referral).join(Referral.case).where(referrals_in_scope(viewer), is_to_act_on(now))
    return list(db.session.scalars(query.order_by(Referral.answer_due_at, Referral.id).limit(limit).options(*_SHOWN)))


def to_act_on_count(viewer: Actor, *, now: Moment) -> Select[int]:
    """Counts the referrals that the coordinator does something about."""
    return select(func.count(Referral.id)).join(Referral.case).where(referrals_in_scope(viewer), is_to_act_on(now))


def is_to_act_on(now: Moment) -> ColumnElement[bool]:
    """SQL on a referral and its case: `NEEDS_COORDINATOR`, overdue, taken without consents, held while care goes on."""
    overdue = and_(Referral.state == plain(S.REQUESTED), Referral.answer_due_at < now, asked_alone())
    forbidden = and_(Referral.state.in_(plain_all(TAKING_STATES)), _lacks_consent())
    forgotten = and_(Referral.state == plain(S.ON_HOLD), CareCase.state != plain(CaseState.ON_HOLD))
    return and_(UNSETTLED, or_(Referral.state.in_(plain_all(NEEDS_COORDINATOR)), overdue, forbidden, forgotten))


def _lacks_consent() -> ColumnElement[bool]:
    """SQL: `lacking_consent` for the person of a case, who has at most one consent of a kind that holds."""
    of_person = Consent.person_id == CareCase.person_id
    holds = (Consent.given, Consent.confirmed_at.is_not(None), Consent.withdrawn_at.is_(None))
    held = select(func.count(Consent.id)).where(Consent.kind.in_(plain_all(NEEDED_CONSENTS)), *holds, of_person)
    return held.correlate(CareCase).scalar_subquery() < plain(len(NEEDED_CONSENTS))


def without_consent(referrals: Iterable[Referral]) -> frozenset[UUID]:
    """The ids of those referrals whose person does not consent at this moment; one statement for all."""
    ids = [referral.id for referral in referrals]
    lacking = select(Referral.id).join(Referral.case).where(Referral.id.in_(ids), _lacks_consent())
    return frozenset(db.session.scalars(lacking))


def accepted(viewer: Actor) -> list[Referral]:
    """Accepted and not booked yet, by time."""
    query = (
        select(Referral)
        .join(Slot, Slot.id == Referral.slot_id)
        .where(referrals_in_scope(viewer), Referral.state == S.ACCEPTED)
    )
    return list(db.session.scalars(query.order_by(Slot.starts_at, Referral.id).limit(PAGE_SIZE).options(*_SHOWN)))


def is_answer_overdue(referral: Referral, now: datetime) -> bool:
    """The one definition of an overdue answer."""
    return referral.state is S.REQUESTED and is_overdue(referral.answer_due_at, now)


def referrals_of_case(case_id: UUID) -> list[Referral]:
    """Every referral of a case, newest first; the caller has checked that the viewer may see the case."""
    query = select(Referral).where(Referral.case_id == case_id)
    query = query.order_by(Referral.requested_at.desc(), Referral.id.desc())
    return list(db.session.scalars(query.options(joinedload(Referral.slot))))


def open_referrals_of_line(line: PlanLine) -> list[Referral]:
    """What was asked for a plan line, or for the same service by an earlier plan, and has not ended, by time."""
    earlier = select(PlanLine.id).join(PlanLine.plan)
    earlier = earlier.where(CarePlan.case_id == line.plan.case_id, CarePlan.id != line.plan_id)
    of_line = or_(
        Referral.plan_line_id == line.id,
        and_(Referral.service_id == line.service_id, Referral.plan_line_id.in_(earlier)),
    )
    query = select(Referral).join(Slot, Slot.id == Referral.slot_id)
    query = query.where(of_line, Referral.state.in_(OPEN_STATES)).order_by(Slot.starts_at)
    return list(db.session.scalars(query.options(*_SHOWN)))


def known_organisations(household_id: UUID) -> frozenset[UUID]:
    """The co-operatives that have been at this household."""
    query = select(Referral.organisation_id).where(
        Referral.household_id == household_id,
        Referral.state.in_((S.DONE, S.CLOSED, S.BOOKED)),
        Referral.decline_reason.is_(None),
    )
    return frozenset(db.session.scalars(query.distinct()))


def consent_standings(person_id: UUID) -> dict[ConsentKind, ConsentStanding]:
    """How each consent of a person stands now."""
    return standings_of(consents_of(person_id))


def standings_of(consents: Iterable[Consent]) -> dict[ConsentKind, ConsentStanding]:
    """The same of the answers that hold."""
    return {row.kind: _standing(row) for row in consents}


def _standing(consent: Consent) -> ConsentStanding:
    if not consent.given:
        return ConsentStanding.MISSING
    return ConsentStanding.GIVEN if consent.confirmed_at is not None else ConsentStanding.WAITING


def lacking_consent(referral: Referral) -> str | None:
    """Why no co-operative may come to this person any more, in words; consents may be withdrawn at any time."""
    return consent_hindrance(consent_standings(referral.household.person.id))


def may_ask_again(referral: Referral, now: datetime) -> bool:
    """Whether another time is to be asked for: it came to nothing, or nobody answers."""
    return referral.state in MAY_ASK_AGAIN or is_answer_overdue(referral, now)


def disclosed_person(referral: Referral) -> Person | None:
    """Whom the co-operative visits, after acceptance and until the end, as long as the consents stand; else None."""
    if referral.state not in DISCLOSED_STATES:
        return None
    return None if lacking_consent(referral) else referral.household.person


def note_for(referral: Referral, viewer: Actor) -> str:
    """What the coordinator wrote for the co-operative, whose staff see it while they may come, and no longer."""
    if sees_disclosed_only(viewer) and (referral.state not in OPEN_STATES or lacking_consent(referral)):
        return ""
    return referral.note_for_provider


def facts_for(referral: Referral, viewer: Actor) -> list[Told]:
    """What is known for the visit. A co-operative that does not know yet whom it visits reads `chosen_facts` alone."""
    if not sees_disclosed_only(viewer) or disclosed_person(referral):
        return told(read_questions(referral.service.asks), referral.known_facts)
    if referral.state not in OPEN_STATES or lacking_consent(referral):
        return []
    return chosen_facts(referral)


def chosen_facts(referral: Referral) -> list[Told]:
    """Answers that were chosen from a list, which tell nobody apart; words of the person are left out."""
    questions = [each for each in read_questions(referral.service.asks) if each.choices]
    known = referral.known_facts
    return told(questions, {each.name: known[each.name] for each in questions if known.get(each.name) in each.choices})


def residents_among(user_ids: Collection[UUID]) -> set[UUID]:
    """Which of these accounts are, or were, of somebody who is cared for or of who helps them."""
    held = select(RoleGrant.user_id).where(RoleGrant.user_id.in_(user_ids))
    return set(db.session.scalars(held.where(RoleGrant.role.in_(roles_with(Permission.MY_CASE)))))


def booking_numbers(slot_id: UUID) -> list[str]:
    """The numbers of the referrals that hold or have booked a place of the slot."""
    further = select(ReferralNight.referral_id).where(ReferralNight.slot_id == slot_id)
    of_slot = or_(Referral.slot_id == slot_id, Referral.id.in_(further))
    query = select(Referral.number).where(of_slot, Referral.state.in_(TAKING_STATES))
    return list(db.session.scalars(query.order_by(Referral.number)))
