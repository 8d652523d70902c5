"""Decides whether a household may be booked with a time, what stands against it first, and whose sentence tells so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.gate.states import LINE_HINDRANCES, NEW_TIME, WORKER_HINDRANCES, Door, Hindrance, WayOut
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.rules import ConsentStanding, consent_hindrance
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.residents.consents.states import ConsentKind

H = Hindrance
IN_FORCE = frozenset({PlanState.AGREED, PlanState.REPLACED})
"""What was referred or booked by a plan stays so when another takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What counts of a plan line and its household, whatever the time."""

    case_state: CaseState
    plan_state: PlanState
    until_on: date
    has_consents: bool
    hold_until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeFacts:
    """What counts of a slot for one line: `is_closed` are its free places, `closes_that_day` its member.

    `clashes` with what the household has at the time already, `worker_is_away` with what the worker has.
    `checks_ran_out` tells of everybody whom the member could send, `worker_is_unchecked` of the one who is named, and
    `worker_is_untrained`, too, where missing training stops visits; `is_read_up` of the manual and whoever accepts.
    """

    starts_at: datetime
    is_free: bool
    is_closed: bool
    same_service: bool
    serves_dong: bool
    is_member: bool
    has_agreement: bool
    is_insured: bool
    is_named: bool
    is_offered: bool
    closes_that_day: bool
    has_price: bool
    is_repeated: bool
    clashes: bool
    checks_ran_out: bool
    worker_is_away: bool
    worker_is_gone: bool
    worker_is_unchecked: bool
    worker_is_untrained: bool
    is_read_up: bool


def line_hindrances(line: LineFacts, today: date, door: Door, day: date | None = None) -> Iterator[Hindrance]:
    """What stands against the line whatever the time; but a booking on a `day` after a hold may stand."""
    if line.case_state is CaseState.CLOSED:
        yield H.CASE_CLOSED
    is_after_hold = bool(day and line.hold_until_on and day > line.hold_until_on)
    if line.case_state is CaseState.ON_HOLD and not (door is Door.STAND and is_after_hold):
        yield H.ON_HOLD
    if line.plan_state not in (IN_FORCE if door is not Door.REFER else {PlanState.AGREED}):
        yield H.NOT_AGREED
    if line.until_on < today:
        yield H.LINE_OVER
    if not line.has_consents:
        yield H.CONSENT


def time_hindrances(line: LineFacts, time: TimeFacts, now: datetime, door: Door) -> Iterator[Hindrance]:
    """What stands against this time; a place that is held or booked needs no free one."""
    yield from _of_place(time, now, door)
    holds = {
        H.DONG: not time.serves_dong,
        H.NO_MEMBER: not time.is_member,
        H.AGREEMENT: not time.has_agreement,
        H.INSURANCE: not time.is_insured,
        H.UNATTENDED: time.checks_ran_out,
        H.NOT_NAMED: line.has_consents and not time.is_named,
        H.NOT_OFFERED: not time.is_offered,
        H.CLOSED_DAY: time.closes_that_day,
        H.AFTER_LINE: day_of(time.starts_at) > line.until_on,
        H.REPEATED: time.is_repeated,
        H.CLASH: time.clashes,
        H.WORKER: time.worker_is_away,
        H.WORKER_GONE: time.worker_is_gone,
        H.UNCHECKED: time.worker_is_unchecked,
        H.UNTRAINED: time.worker_is_untrained,
        H.FULL: door in NEW_TIME and not time.is_free,
        H.MANUAL: door is Door.ACCEPT and not time.is_read_up,
        H.NO_PRICE: not time.has_price,
    }
    yield from (hindrance for hindrance, is_so in holds.items() if is_so)


def _of_place(time: TimeFacts, now: datetime, door: Door) -> Iterator[Hindrance]:
    if not time.same_service:
        yield H.OTHER_SERVICE
    if time.starts_at <= now:
        yield H.PASSED
    if time.is_closed and door in NEW_TIME:
        yield H.CLOSED


def first_hindrance(
    line: LineFacts, time: TimeFacts | None, *, now: datetime, door: Door, but: Iterable[Hindrance] = ()
) -> Hindrance | None:
    """What is told; `but` are left out. Without a time only the line is asked. The order is that of `Hindrance`."""
    left_out = frozenset(but)
    found = all_hindrances(line, time, now=now, door=door)
    return next((hindrance for hindrance in found if hindrance not in left_out), None)


def all_hindrances(line: LineFacts, time: TimeFacts | None, *, now: datetime, door: Door) -> list[Hindrance]:
    found = [*line_hindrances(line, day_of(now), door, day_of(time.starts_at) if time else None)]
    if time is not None:
        found += time_hindrances(line, time, now, door)
    return found


def ways_out(hindrance: Hindrance, *, is_booked: bool) -> list[WayOut]:
    """What helps, in the order in which it is offered: a visit is moved and cancelled, a request is withdrawn."""
    ways = [] if hindrance in LINE_HINDRANCES else [WayOut.ELSEWHERE]
    if is_booked and ways and hindrance not in _ELSEWHERE_ONLY:
        ways = [WayOut.MOVE, *ways]
    if is_booked and hindrance in WORKER_HINDRANCES:
        ways = [WayOut.NAME, *ways]
    ways.append(WayOut.CANCEL if is_booked else WayOut.WITHDRAW)
    return [*ways, WayOut.KEEP]


_ELSEWHERE_ONLY = frozenset({H.DONG, H.NOT_OFFERED})
"""The same co-operative has no other time that would do."""

FOR_COORDINATOR = {
    H.CASE_CLOSED: N_("종결된 사례입니다. 새 신청을 받은 뒤 연계해 주십시오."),
    H.ON_HOLD: N_("돌봄을 잠시 멈춘 가구입니다. 다시 시작한 뒤 연계해 주십시오."),
    H.NOT_AGREED: N_("이용자와 합의한 계획이 아닙니다. 계획을 합의한 뒤 연계해 주십시오."),
    H.LINE_OVER: N_("이 항목의 기간이 끝났습니다. 계획을 새로 합의한 뒤 연계해 주십시오."),
    H.CONSENT: N_("개인정보 동의가 없습니다. 이용자께 동의를 받은 뒤 연계해 주십시오."),
    H.OTHER_SERVICE: N_("다른 서비스의 시간입니다. 다른 시간을 골라 주십시오."),
    H.PASSED: N_("지났거나 닫힌 시간입니다. 다른 시간을 골라 주십시오."),
    H.CLOSED: N_("지났거나 닫힌 시간입니다. 다른 시간을 골라 주십시오."),
    H.DONG: N_("이 협동조합은 그 시간에 이용자의 동으로 가지 않습니다. 다른 시간을 골라 주십시오."),
    H.NO_MEMBER: N_("그날은 이 협동조합이 컨소시엄 회원이 아닙니다. 다른 협동조합의 시간을 골라 주십시오."),
    H.AGREEMENT: N_(
        "그날은 이 협동조합의 협약 기간이 아니어서 맡길 수 없습니다. 다른 협동조합의 시간을 골라 주십시오."
    ),
    H.INSURANCE: N_(
        "그날은 이 협동조합의 보험 기간이 아니어서 맡길 수 없습니다. 다른 협동조합의 시간을 골라 주십시오."
    ),
    H.UNATTENDED: N_(
        "그날은 이 협동조합 종사자의 확인 기간이 모두 끝나서 맡길 수 없습니다. 다른 협동조합의 시간을 골라 주십시오."
    ),
    H.NOT_NAMED: N_(
        "이용자의 제공 동의 뒤에 들어온 협동조합입니다. 동의를 새로 받거나 다른 협동조합의 시간을 골라 주십시오."
    ),
    H.NOT_OFFERED: N_("그날은 이 협동조합이 이 서비스를 하지 않습니다. 다른 협동조합의 시간을 골라 주십시오."),
    H.CLOSED_DAY: N_("그날은 이 협동조합이 쉽니다. 다른 날이나 다른 협동조합의 시간을 골라 주십시오."),
    H.AFTER_LINE: N_("계획에서 정한 기간이 지난 날입니다. 더 이른 시간을 골라 주십시오."),
    H.REPEATED: N_("이 시간에는 이미 연계했습니다. 다른 시간을 골라 주십시오."),
    H.CLASH: N_("이용자께 같은 시간에 다른 연계가 있습니다. 다른 시간을 고르거나 그 연계를 먼저 옮겨 주십시오."),
    H.WORKER: N_("다녀갈 사람이 그 시간에 다른 댁에 갑니다. 다른 시간을 골라 주십시오."),
    H.WORKER_GONE: N_("다녀갈 사람이 그날 이 서비스를 하지 않습니다. 다른 사람을 정하거나 다른 시간을 골라 주십시오."),
    H.UNCHECKED: N_("그날은 다녀갈 사람의 확인 기간이 아닙니다. 다른 사람을 정하거나 다른 시간을 골라 주십시오."),
    H.UNTRAINED: N_("다녀갈 사람이 필수 교육을 이수하지 않았습니다. 다른 사람을 정하거나 다른 시간을 골라 주십시오."),
    H.FULL: N_("이 시간은 자리가 모두 찼습니다. 다른 시간을 골라 주십시오."),
    H.MANUAL: N_("이 서비스의 새 매뉴얼을 아직 확인하지 않았습니다. 협동조합에서 확인한 뒤 수락해야 합니다."),
    H.NO_PRICE: N_("이 서비스의 단가가 정해지지 않았습니다. 사무국에 알려 단가를 올린 뒤 연계해 주십시오."),
    H.OVER_CAP: N_("남은 지원으로는 모자랍니다. 더 짧게 하거나 한도 초과를 요청해 주십시오."),
}
FOR_BOOKING = {
    **FOR_COORDINATOR,
    H.PASSED: N_("이미 지난 시간입니다. 다른 시간에 다시 연계해 주십시오."),
    H.NO_PRICE: N_("이 서비스의 단가가 정해지지 않았습니다. 사무국에 알려 단가를 올린 뒤 예약해 주십시오."),
}
_CALL = N_("지금은 이 연계를 수락할 수 없습니다. 코디네이터에게 전화해 주십시오.")
FOR_COOPERATIVE = {
    **dict.fromkeys(H, _CALL),
    H.CASE_CLOSED: N_("이 가구의 돌봄이 끝났습니다. 코디네이터에게 전화해 주십시오."),
    H.ON_HOLD: N_("이 가구의 돌봄을 잠시 멈추었습니다. 코디네이터에게 전화해 주십시오."),
    H.CONSENT: N_("이용자가 동의를 거두셔서 수락할 수 없습니다. 코디네이터에게 전화해 주십시오."),
    H.PASSED: N_("이미 지난 시간이라 수락할 수 없습니다. 코디네이터에게 전화해 주십시오."),
    H.DONG: N_("이용자의 동이 이 시간에 가시는 곳이 아닙니다. 코디네이터에게 전화해 주십시오."),
    H.NO_MEMBER: N_("컨소시엄 회원 기간이 아닌 날입니다. 거절하거나 사무국에 전화해 주십시오."),
    H.AGREEMENT: N_("협약 기간이 끝난 뒤의 날입니다. 사무국과 협약을 새로 한 뒤 수락해 주십시오."),
    H.INSURANCE: N_("보험 기간이 끝난 뒤의 날입니다. 새 보험을 사무국에 알린 뒤 수락해 주십시오."),
    H.UNATTENDED: N_(
        "이 서비스를 하시는 종사자의 확인 기간이 모두 끝난 뒤의 날입니다. 새로 확인해 적은 뒤 수락해 주십시오."
    ),
    H.NOT_OFFERED: N_("그날은 이 서비스를 하지 않으시는 것으로 되어 있습니다. 거절하거나 사무국에 전화해 주십시오."),
    H.CLOSED_DAY: N_("쉬는 날로 정하신 날입니다. 쉬는 날을 풀고 수락하거나 거절해 주십시오."),
    H.CLASH: N_("이용자께 같은 시간에 다른 방문이 있습니다. 코디네이터에게 전화해 주십시오."),
    H.MANUAL: N_("이 서비스의 매뉴얼이 크게 바뀌었습니다. 새 판을 읽고 ‘읽었습니다’를 누른 뒤 수락해 주십시오."),
}
_ANOTHER = N_("고를 수 없는 시간입니다. 다른 시간을 골라 주십시오.")
FOR_RESIDENT = {
    **dict.fromkeys(H, _ANOTHER),
    H.CLASH: N_("그 시간에는 다른 방문이 있습니다. 다른 시간을 골라 주십시오."),
    H.FULL: N_("그 시간은 자리가 모두 찼습니다. 다른 시간을 골라 주십시오."),
    H.CLOSED_DAY: N_("그날은 협동조합이 쉽니다. 다른 날을 골라 주십시오."),
    H.ON_HOLD: N_("돌봄을 잠시 쉬고 있습니다. 담당 코디네이터에게 전화해 주십시오."),
}
STANDING = {
    **FOR_COORDINATOR,
    H.CASE_CLOSED: N_("종결된 가구입니다. 취소해 주십시오."),
    H.ON_HOLD: N_("돌봄을 멈춘 가구입니다. 취소하거나, 그 전에 돌아오시면 다시 시작해 주십시오."),
    H.NOT_AGREED: N_("합의한 계획에 없는 서비스입니다. 계획을 다시 합의하거나 취소해 주십시오."),
    H.LINE_OVER: N_("계획 항목의 기간이 끝났습니다. 계획을 이어 가기로 합의하거나 취소해 주십시오."),
    H.AFTER_LINE: N_("계획에서 정한 기간 뒤의 방문입니다. 앞당기거나 계획을 이어 가기로 합의해 주십시오."),
    H.CONSENT: N_("이용자의 동의가 없습니다. 동의를 다시 받거나 취소해 주십시오."),
    H.DONG: N_(
        "이용자의 동에 이 협동조합이 가지 않습니다. 다른 협동조합에 맡기거나, 오기로 했으면 그대로 두어 주십시오."
    ),
    H.NO_MEMBER: N_("그날은 이 협동조합이 회원이 아닙니다. 앞당기거나 다른 협동조합에 맡겨 주십시오."),
    H.AGREEMENT: N_("그날은 협약 기간이 아닙니다. 새로 하는지 사무국에 묻고, 아니면 다른 협동조합에 맡겨 주십시오."),
    H.INSURANCE: N_("그날은 보험 기간이 아닙니다. 새로 드는지 사무국에 묻고, 아니면 다른 협동조합에 맡겨 주십시오."),
    H.NOT_NAMED: N_("이용자의 제공 동의 뒤에 들어온 협동조합입니다. 동의를 새로 받거나 다른 협동조합에 맡겨 주십시오."),
    H.NOT_OFFERED: N_("그날은 이 협동조합이 이 서비스를 하지 않습니다. 다른 협동조합에 맡겨 주십시오."),
    H.CLOSED_DAY: N_("협동조합이 쉬기로 한 날입니다. 다른 날로 옮기거나 다른 협동조합에 맡겨 주십시오."),
    H.CLASH: N_("이용자께 같은 시간에 다른 연계가 있습니다. 하나를 옮기거나 취소해 주십시오."),
    H.UNATTENDED: N_(
        "그날은 종사자의 확인 기간이 모두 끝납니다. 새로 확인하는지 묻고, 아니면 다른 협동조합에 맡겨 주십시오."
    ),
    H.WORKER: N_("다녀갈 사람이 같은 시간에 다른 댁에도 갑니다. 협동조합과 사람이나 시간을 바꿔 주십시오."),
    H.WORKER_GONE: N_("다녀갈 사람이 그날 이 서비스를 하지 않습니다. 협동조합과 다른 사람을 정해 주십시오."),
    H.UNCHECKED: N_(
        "그날은 다녀갈 사람의 확인 기간이 아닙니다. 새로 확인하는지 협동조합에 묻고, 아니면 다른 사람을 정해 주십시오."
    ),
    H.UNTRAINED: N_(
        "다녀갈 사람의 필수 교육이 그날 유효하지 않습니다. 새로 이수하는지 묻거나 다른 사람을 정해 주십시오."
    ),
    H.NO_PRICE: N_("단가가 없어 예약할 수 없습니다. 사무국에 단가를 올려 달라고 해 주십시오."),
}
FOR_NAMING = {
    **FOR_COORDINATOR,
    H.WORKER: N_("그 시간에 다른 댁에 가는 사람입니다. 다른 사람을 골라 주십시오."),
    H.WORKER_GONE: N_("그날 이 서비스를 하지 않는 사람입니다. 다른 사람을 골라 주십시오."),
    H.UNCHECKED: N_("그날은 확인(범죄경력 조회, 건강진단, 계약) 기간이 아닌 사람입니다. 다른 사람을 골라 주십시오."),
    H.UNTRAINED: N_("그날 유효한 필수 교육 수료증이 없는 사람입니다. 다른 사람을 골라 주십시오."),
}
_SENTENCES = {
    Door.STAND: STANDING,
    Door.NAME: FOR_NAMING,
    Door.BOOK: FOR_BOOKING,
    Door.ACCEPT: FOR_COOPERATIVE,
    Door.WISH: FOR_RESIDENT,
}


def sentence(hindrance: Hindrance, door: Door, consents: dict[ConsentKind, ConsentStanding] | None = None) -> str:
    """What is said at a door, with what to do; with `consents` the coordinator hears which one is lacking."""
    told = _SENTENCES.get(door, FOR_COORDINATOR)
    if hindrance is H.CONSENT and consents is not None and told in (FOR_COORDINATOR, FOR_BOOKING):
        return consent_hindrance(consents) or told[hindrance]
    return told[hindrance]
