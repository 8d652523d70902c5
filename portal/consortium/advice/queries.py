"""Reads of experts and of what they advised; whoever reads minutes reads advice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from portal.consortium.advice.models import Advice, Expert
from portal.consortium.advice.presentation import unnamed
from portal.consortium.advice.rules import may_apply
from portal.consortium.advice.states import ADVICE_STATES, OPEN, TO_APPLY, AdviceState, AdviceView, Speciality
from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Attendee, Meeting
from portal.consortium.meetings.queries import PROPOSAL, spoken_points
from portal.consortium.meetings.rules import asks_reminder
from portal.consortium.meetings.states import NOT_OVER, Asked, MeetingKind, MeetingState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.db.plain import plain
from portal.extensions import db

SUBJECT = ADVICE_STATES.kind
"""The source of a proposal that open advice made."""

PAGE_SIZE = 30
IS_OPEN = Advice.state.in_(OPEN)
_APPLIED = (AdviceState.APPLIED, AdviceState.PARTLY_APPLIED)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which pieces a list shows; None where it does not matter."""

    view: AdviceView = AdviceView.OPEN
    speciality: Speciality | None = None
    expert_id: UUID | None = None


def experts(*, viewer: Actor) -> list[Expert]:
    """Whoever advises or advised, by name; who took back that they are kept comes last."""
    viewer.require(Permission.MEETING_READ)
    return list(db.session.scalars(select(Expert).order_by(Expert.erased_on.is_not(None), Expert.name, Expert.id)))


def experts_to_choose() -> list[Expert]:
    """Those who may be named as givers of a piece."""
    kept = select(Expert).where(Expert.erased_on.is_(None))
    return list(db.session.scalars(kept.order_by(Expert.name, Expert.id)))


def seats_of_experts(day: date) -> list[Attendee]:
    """Those who serve on a day and agreed to be asked to advisory meetings, as they are asked."""
    serving = (Expert.from_on <= day) & (Expert.until_on.is_(None) | (Expert.until_on >= day))
    asked = select(Expert).where(serving, Expert.asked_on.is_not(None), Expert.erased_on.is_(None))
    return [seat_of_expert(expert) for expert in db.session.scalars(asked.order_by(Expert.name, Expert.id))]


def unnamed_expert(organisation: str, name: str) -> str:
    """By what name somebody stands whom the office typed; "" for whoever is no expert, or agreed to be named."""
    typed = (Expert.organisation == organisation) & (Expert.name == name) & Expert.named_on.is_(None)
    expert = db.session.scalar(select(Expert).where(typed, Expert.erased_on.is_(None)).limit(1))
    return unnamed(expert.speciality) if expert else ""


def seat_of_expert(expert: Expert) -> Attendee:
    """As they are asked."""
    return Attendee(
        organisation=expert.organisation,
        position=expert.position,
        name=expert.name,
        named_as="" if expert.named_on else unnamed(expert.speciality),
        email=expert.email,
        asked_as=Asked.EXPERTS,
        asked_id=expert.id,
    )


def counts_of_open() -> dict[UUID, tuple[int, int]]:
    """By expert: how many pieces, and how many of them are open."""
    open_ones = func.count().filter(IS_OPEN)
    rows = db.session.execute(select(Advice.expert_id, func.count(), open_ones).group_by(Advice.expert_id))
    return {expert_id: (count, still) for expert_id, count, still in rows}


def get_expert(expert_id: UUID, *, viewer: Actor) -> Expert:
    """Raises `NotFound`."""
    viewer.require(Permission.MEETING_READ)
    found = db.session.get(Expert, expert_id)
    if found is None:
        raise NotFound
    return found


def get_advice(advice_id: UUID, *, viewer: Actor) -> Advice:
    """Raises `NotFound`."""
    viewer.require(Permission.MEETING_READ)
    found = db.session.scalar(_whole().where(Advice.id == advice_id))
    if found is None:
        raise NotFound
    return found


def get_own_advice(advice_id: UUID, *, viewer: Actor) -> Advice:
    """One that the viewer works in, or any for the office. Raises `NotFound`."""
    found = get_advice(advice_id, viewer=viewer)
    if not may_apply(found.owner_id, viewer):
        raise NotFound
    return found


def advice_page(sought: Sought, number: int, *, viewer: Actor, today: date) -> Page[Advice]:
    """The pieces that are sought: what is open by its day, the rest by meeting, the latest first."""
    viewer.require(Permission.MEETING_READ)
    return page_of(db.session, _chosen(sought, today), number, PAGE_SIZE)


def advice_listed(sought: Sought, *, viewer: Actor, today: date) -> list[Advice]:
    """All of them, for paper."""
    viewer.require(Permission.MEETING_READ)
    return list(db.session.scalars(_chosen(sought, today)))


def _chosen(sought: Sought, today: date) -> Select[Advice]:
    chosen = _whole().where(_in_view(sought.view, today)).join(Advice.meeting)
    if sought.speciality is not None:
        chosen = chosen.where(Advice.expert.has(Expert.speciality == sought.speciality))
    if sought.expert_id is not None:
        chosen = chosen.where(Advice.expert_id == sought.expert_id)
    if sought.view in (AdviceView.OPEN, AdviceView.LATE, AdviceView.UNANSWERED_YET):
        return chosen.order_by(Advice.due_on, Advice.id)
    return chosen.order_by(Meeting.starts_at.desc(), Advice.id)


def _in_view(view: AdviceView, today: date) -> ColumnElement[bool]:
    match view:
        case AdviceView.OPEN:
            return IS_OPEN
        case AdviceView.LATE:
            return and_(IS_OPEN, Advice.due_on < today)
        case AdviceView.UNANSWERED_YET:
            return Advice.state == AdviceState.GIVEN
        case AdviceView.APPLIED:
            return Advice.state.in_(_APPLIED)
        case AdviceView.DECLINED:
            return Advice.state == AdviceState.DECLINED
        case AdviceView.ALL:
            return true()


def advice_of_expert(expert: Expert) -> list[Advice]:
    """The latest meeting first."""
    of_expert = _whole().where(Advice.expert_id == expert.id).join(Advice.meeting)
    return list(db.session.scalars(of_expert.order_by(Meeting.starts_at.desc(), Advice.id)))


def advice_given_at(meeting: Meeting) -> list[Advice]:
    """In the order in which it was noted."""
    given = _whole().where(Advice.meeting_id == meeting.id)
    return list(db.session.scalars(given.order_by(Advice.noted_at, Advice.id)))


def open_advice_of(user_id: UUID) -> list[Advice]:
    """What somebody is to work in, the most urgent first."""
    own = _whole().where(Advice.owner_id == user_id, IS_OPEN)
    return list(db.session.scalars(own.order_by(Advice.due_on, Advice.id)))


def waiting_on(user_id: UUID | None) -> Select[int]:
    """How much somebody has to work in, for the menu."""
    mine = Advice.state.in_([plain(state) for state in sorted(TO_APPLY)])
    return select(func.count(Advice.id)).where(Advice.owner_id == user_id, mine)


def advice_to_remind(day: date, today: date) -> list[Advice]:
    """What somebody is to work in by `day` and was not reminded of, or is late by `today` and was not told that it is.

    Locked in the order of their ids, as whoever answers locks one.
    """
    owed = select(Advice).where(Advice.state.in_(TO_APPLY), Advice.owner_id.is_not(None), Advice.due_on <= day)
    due = db.session.scalars(owed.order_by(Advice.id).with_for_update())
    return [advice for advice in due if asks_reminder(advice.due_on, advice.reminded_at, today=today)]


def open_advice() -> list[Advice]:
    """Whatever is to be answered or done, the most urgent first."""
    return list(db.session.scalars(_whole().where(IS_OPEN).order_by(Advice.due_on, Advice.id)))


def advisory_meetings_held(now: datetime) -> list[Meeting]:
    """At which something may have been advised, the latest first."""
    held = (Meeting.kind == MeetingKind.ADVISORY, Meeting.state != MeetingState.CANCELLED, Meeting.starts_at <= now)
    return list(db.session.scalars(select(Meeting).where(*held).order_by(Meeting.starts_at.desc(), Meeting.id)))


def to_be_brought(meeting: Meeting) -> list[Advice]:
    """Open advice of earlier meetings that neither stands on an agenda to come nor waits for one."""
    on_agenda = exists().where(
        AgendaItem.source_kind == PROPOSAL,
        AgendaItem.source_id == AgendaProposal.id,
        AgendaItem.meeting_id == Meeting.id,
        Meeting.state.in_(NOT_OVER),
    )
    waits = exists().where(
        AgendaProposal.source_kind == SUBJECT,
        AgendaProposal.source_id == Advice.id,
        or_(AgendaProposal.item_id.is_(None), on_agenda.correlate(AgendaProposal)),
    )
    earlier = Advice.meeting.has(Meeting.starts_at < meeting.starts_at)
    chosen = _whole().where(IS_OPEN, earlier, ~waits.correlate(Advice))
    return list(db.session.scalars(chosen.order_by(Advice.due_on, Advice.id)))


def last_points(pieces: Iterable[Advice]) -> dict[UUID, AgendaItem]:
    """By piece: the point under which a meeting spoke about it last."""
    ids = [each.id for each in pieces]
    spoken = spoken_points((AgendaProposal.source_kind == SUBJECT) & AgendaProposal.source_id.in_(ids)) if ids else []
    found: dict[UUID, AgendaItem] = {}
    for proposal, item in spoken:
        if proposal.source_id is not None:
            found.setdefault(proposal.source_id, item)
    return found


def advice_on(items: Iterable[AgendaItem]) -> dict[UUID, Advice]:
    """What was advised among the points of an agenda, by the proposal that it came as."""
    proposals = {item.source_id for item in items if item.source_kind == PROPOSAL}
    if not proposals:
        return {}
    of_advice = (AgendaProposal.source_kind == SUBJECT) & (AgendaProposal.source_id == Advice.id)
    query = select(AgendaProposal.id, Advice).join(Advice, of_advice).where(AgendaProposal.id.in_(proposals))
    return dict(db.session.execute(query.options(joinedload(Advice.expert))).all())


def traces() -> Iterator[Trace]:
    """By what names experts and owners stand in lists."""
    for name in db.session.scalars(select(Expert.name).where(Expert.name != "").distinct()):
        yield Trace(None, name)


def held_on(meeting: Meeting) -> date:
    return day_of(meeting.starts_at)


def _whole() -> Select[Advice]:
    return select(Advice).options(joinedload(Advice.meeting), joinedload(Advice.expert))
