"""The course of a case and the reasons for its end."""

from enum import StrEnum

from portal.core.states import StateTable


class CaseState(StrEnum):
    """The steps of the whole course, in order, then what may interrupt or end it."""

    PAIRED = "paired"
    ASSESSED = "assessed"
    PLANNED = "planned"
    IN_SERVICE = "in_service"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class CaseVerb(StrEnum):
    ASSESS = "assess"
    AGREE = "agree"
    SERVE = "serve"
    HOLD = "hold"
    CLOSE = "close"


_OPEN = (CaseState.PAIRED, CaseState.ASSESSED, CaseState.PLANNED, CaseState.IN_SERVICE)

CASE_STATES = StateTable(
    {
        (CaseState.PAIRED, CaseVerb.ASSESS): CaseState.ASSESSED,
        (CaseState.ASSESSED, CaseVerb.ASSESS): CaseState.ASSESSED,
        (CaseState.PLANNED, CaseVerb.ASSESS): CaseState.PLANNED,
        (CaseState.IN_SERVICE, CaseVerb.ASSESS): CaseState.IN_SERVICE,
        (CaseState.ASSESSED, CaseVerb.AGREE): CaseState.PLANNED,
        (CaseState.PLANNED, CaseVerb.AGREE): CaseState.PLANNED,
        (CaseState.IN_SERVICE, CaseVerb.AGREE): CaseState.IN_SERVICE,
        (CaseState.PLANNED, CaseVerb.SERVE): CaseState.IN_SERVICE,
        (CaseState.IN_SERVICE, CaseVerb.SERVE): CaseState.IN_SERVICE,
        **{(state, CaseVerb.HOLD): CaseState.ON_HOLD for state in _OPEN},
        **{(state, CaseVerb.CLOSE): CaseState.CLOSED for state in (*_OPEN, CaseState.ON_HOLD)},
    }
)


class ClosureReason(StrEnum):
    """domain.md §2."""

    GOAL_MET = "goal_met"
    SERVICE_ENDED = "service_ended"
    CAP_USED_UP = "cap_used_up"
    OTHER_SCHEME = "other_scheme"
    HOSPITAL = "hospital"
    MOVED_AWAY = "moved_away"
    DIED = "died"
    DECLINED = "declined"
    LOST_CONTACT = "lost_contact"
    OTHER = "other"
