"""Decides at which step of the whole course a resident stands, and what is said about it."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.coordinators.caseload.states import CaseState
from portal.core.clock import day_of
from portal.core.dates import format_clock, format_long_day, format_moment
from portal.core.messages import N_

STEPS = (
    N_("신청 접수"),
    N_("코디네이터 정하기"),
    N_("찾아뵙고 상담"),
    N_("돌봄 계획 정하기"),
    N_("서비스 이용"),
    N_("마침"),
)
PAIRING, TALK, PLAN, SERVICE, END = 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Facts:
    """What happened when; None for what has not happened. `has_draft` tells that a plan waits for agreement."""

    received_at: datetime
    contact_due_at: datetime
    case_state: CaseState | None = None
    before_hold: CaseState | None = None
    coordinator: str = ""
    paired_at: datetime | None = None
    talk_due_on: date | None = None
    talked_at: datetime | None = None
    agreed_at: datetime | None = None
    served_at: datetime | None = None
    closed_at: datetime | None = None
    has_draft: bool = False
    next_visit_at: datetime | None = None
    next_is_stay: bool = False


@dataclass(frozen=True)
class Course:
    """`current` counts from 1; `moments` are when each step was reached; `note` and `params` say what comes next."""

    current: int
    moments: tuple[datetime | None, ...]
    note: str
    params: dict[str, str]


_CURRENT = {
    CaseState.PAIRED: TALK,
    CaseState.ASSESSED: PLAN,
    CaseState.PLANNED: SERVICE,
    CaseState.IN_SERVICE: SERVICE,
    CaseState.CLOSED: END,
}


def course_of(facts: Facts) -> Course:
    """The step in words within the whole course."""
    state = facts.case_state
    running = facts.before_hold if state is CaseState.ON_HOLD else state
    current = _CURRENT[running] if running else PAIRING
    note, params = _note(facts, state)
    moments = (
        facts.received_at,
        facts.paired_at,
        facts.talked_at,
        facts.agreed_at,
        facts.served_at,
        facts.closed_at,
    )
    return Course(current, moments, note, params)


def _note(facts: Facts, state: CaseState | None) -> tuple[str, dict[str, str]]:
    name = {"name": facts.coordinator}
    if state is None:
        return N_("%(due)s까지 전화드립니다."), {"due": format_moment(facts.contact_due_at)}
    if state is CaseState.PAIRED and facts.talk_due_on:
        return N_("%(name)s 코디네이터가 %(due)s까지 찾아뵙습니다."), {
            **name,
            "due": format_long_day(facts.talk_due_on),
        }
    if state is CaseState.ASSESSED:
        waiting = N_("계획을 보시고 좋으면 동의해 주십시오.")
        return (waiting if facts.has_draft else N_("%(name)s 코디네이터가 계획을 세우고 있습니다.")), name
    if state in (CaseState.PLANNED, CaseState.IN_SERVICE):
        return _service_note(facts, name)
    if state is CaseState.ON_HOLD:
        return N_("돌봄을 잠시 멈추었습니다. 다시 시작할 때는 전화해 주십시오."), {}
    return N_("돌봄을 마쳤습니다. 다시 필요하시면 언제든 신청해 주십시오."), {}


def _service_note(facts: Facts, name: dict[str, str]) -> tuple[str, dict[str, str]]:
    if facts.next_visit_at is None:
        return N_("%(name)s 코디네이터가 방문 시간을 알아보고 있습니다."), name
    when = f"{format_long_day(day_of(facts.next_visit_at))} {format_clock(facts.next_visit_at)}"
    return (N_("%(when)s에 입소하십니다.") if facts.next_is_stay else N_("%(when)s에 찾아뵙습니다.")), {"when": when}
