"""Who is there when something is voted, themselves or by a written proxy, and what follows for votes and quorum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.consortium.meetings.hours import Hours
from portal.consortium.meetings.states import THERE, WITH_VOTE, Presence
from portal.core.errors import DomainError
from portal.core.messages import N_


@dataclass(frozen=True, slots=True)
class Ballot:
    """Heads counted for one decision, proxies among them; all zero where nobody asked for a vote."""

    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0

    @property
    def total(self) -> int:
        return self.votes_for + self.votes_against + self.abstained


@dataclass(frozen=True, slots=True)
class Sitting:
    """More of how somebody was there: from when, until when, who came in their place, which seat votes for them."""

    arrived_at: datetime | None = None
    left_at: datetime | None = None
    stand_in: str = ""
    proxy_holder_id: UUID | None = None


class Seat(Protocol):
    id: UUID
    presence: Presence
    arrived_at: datetime | None
    left_at: datetime | None
    stand_in: str
    proxy_holder_id: UUID | None


@dataclass(frozen=True, slots=True)
class Voting:
    """Who may vote at a moment: `present` themselves, and so many by `proxies` in the hands of these.

    Whoever votes by proxy counts as present (협동조합기본법 제23조제2항).
    """

    present: int
    proxies: int = 0

    @property
    def total(self) -> int:
        return self.present + self.proxies


def is_there(seat: Seat, moment: datetime | None) -> bool:
    """Whether somebody with a vote sits there at a moment; at any time of the meeting where no moment is given."""
    if seat.presence not in WITH_VOTE:
        return False
    if moment is None:
        return True
    came = seat.arrived_at is None or seat.arrived_at <= moment
    return came and (seat.left_at is None or moment < seat.left_at)


def voting_at(seats: Iterable[Seat], moment: datetime | None) -> Voting:
    """Who may vote then."""
    there = {seat.id for seat in seats if is_there(seat, moment)}
    given = [seat for seat in seats if seat.id not in there and seat.proxy_holder_id in there]
    return Voting(len(there), len(given))


def depends_on_moment(seats: Iterable[Seat]) -> bool:
    """Whether somebody with a vote came late or left early."""
    return any(seat.presence in WITH_VOTE and (seat.arrived_at or seat.left_at) for seat in seats)


def refuse_ballot(ballot: Ballot, voting: Voting) -> None:
    """No more votes than people who may vote; observers have none."""
    if ballot.total and not voting.total:
        raise DomainError(N_("참석을 먼저 적어 주십시오. 표결은 참석한 분만 합니다."), "votes_for")
    if ballot.total > voting.total:
        raise DomainError(
            N_("표결한 사람 %(votes)d명이 참석자 %(attending)d명보다 많습니다."),
            "votes_for",
            votes=ballot.total,
            attending=voting.total,
        )


def refuse_without_quorum(voting: Voting, quorum: int) -> None:
    """Below the `quorum` of people nothing is decided."""
    if voting.total < quorum:
        raise DomainError(
            N_("정족수 %(quorum)d명에 %(attending)d명이 참석했습니다. 결정을 지우거나 참석을 고쳐 주십시오."),
            "votes_for",
            quorum=quorum,
            attending=voting.total,
        )


def refuse_without_moment(seats: Iterable[Seat], moment: datetime | None) -> None:
    """Where people came and went, the moment tells who voted."""
    if moment is None and depends_on_moment(seats):
        raise DomainError(N_("늦게 오거나 먼저 가신 분이 있습니다. 결정한 시각을 적어 주십시오."), "decided_at")


ARRIVED_OUTSIDE = N_("늦게 온 시각은 회의 시간(%(begins)s~%(ends)s) 안이어야 합니다.")
LEFT_OUTSIDE = N_("먼저 간 시각은 회의 시간(%(begins)s~%(ends)s) 안이어야 합니다.")
ON_TIME = N_("회의를 시작할 때 계신 분은 늦게 온 시각을 비워 두십시오.")
TO_THE_END = N_("회의를 마칠 때까지 계신 분은 먼저 간 시각을 비워 두십시오.")
LEFT_FIRST = N_("먼저 간 시각은 늦게 온 시각보다 뒤여야 합니다.")
NOT_THERE = N_("오고 간 시각은 자리에 계셨던 분만 적습니다.")


def refuse_sitting(seat: Seat, hours: Hours) -> None:
    """The hours lie in the meeting and belong to somebody who was there; a deputy has a name."""
    name = seat.id.hex
    if seat.presence is Presence.DEPUTY and not seat.stand_in:
        raise DomainError(N_("대신 오신 분의 이름을 적어 주십시오."), f"stand_in_{name}")
    if seat.stand_in and seat.presence is not Presence.DEPUTY:
        raise DomainError(N_("대신 오신 분의 이름은 ‘대리 참석’일 때 적습니다."), f"stand_in_{name}")
    if seat.arrived_at:
        _refuse_hour(seat, seat.arrived_at, hours, ARRIVED_OUTSIDE, f"arrived_{name}")
        if seat.arrived_at == hours.begins:
            raise DomainError(ON_TIME, f"arrived_{name}")
    if seat.left_at:
        _refuse_hour(seat, seat.left_at, hours, LEFT_OUTSIDE, f"left_{name}")
        if seat.arrived_at and seat.left_at <= seat.arrived_at:
            raise DomainError(LEFT_FIRST, f"left_{name}")
        if seat.left_at == hours.ends:
            raise DomainError(TO_THE_END, f"left_{name}")


def _refuse_hour(seat: Seat, moment: datetime, hours: Hours, words: str, field: str) -> None:
    if seat.presence not in THERE:
        raise DomainError(NOT_THERE, field)
    hours.refuse_outside(moment, words, field)


def refuse_proxies(seats: Sequence[Seat], most: int) -> None:
    """A proxy is of a member who is away, for another who is there; nobody holds more than `most`."""
    by_id: Mapping[UUID, Seat] = {seat.id: seat for seat in seats}
    held = Counter[UUID]()
    for seat in seats:
        if seat.proxy_holder_id is None:
            continue
        field, holder = f"proxy_{seat.id.hex}", by_id.get(seat.proxy_holder_id)
        is_away = seat.presence not in THERE or seat.left_at or seat.arrived_at
        if not is_away or seat.presence is Presence.OBSERVED:
            raise DomainError(N_("자리에 계신 분은 직접 표결합니다. 위임을 지워 주십시오."), field)
        if holder is None or holder is seat or holder.presence not in WITH_VOTE:
            raise DomainError(N_("위임은 표결할 수 있는 참석자만 받습니다."), field)
        held[holder.id] += 1
        if held[holder.id] > most:
            raise DomainError(N_("한 분이 맡을 수 있는 위임은 %(most)d건까지입니다."), field, most=most)
