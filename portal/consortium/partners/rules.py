"""Decides whether a body may be a partner: those that serve for money are chosen by a score sheet."""

from datetime import date

from portal.consortium.partners.states import SELECTED, PartnerKind
from portal.core.errors import DomainError
from portal.core.messages import N_

MOST, PASSES = 100, 70
"""Points of the score sheet, and how many of them pass (domain.md §4)."""


def refuse_unselected(kind: PartnerKind, score: int | None, selected_on: date | None, starts_on: date) -> None:
    """Raise `DomainError` for one that was not chosen, or chosen after it began."""
    if score is not None and score > MOST:
        raise DomainError(N_("선정 점수는 100점까지 적을 수 있습니다."), "score")
    if (score is None) is not (selected_on is None):
        field = "score" if score is None else "selected_on"
        raise DomainError(N_("선정 점수와 선정한 날을 함께 적어 주십시오."), field)
    if selected_on is not None and selected_on > starts_on:
        raise DomainError(N_("선정한 날은 협력을 시작한 날보다 늦을 수 없습니다."), "selected_on")
    if score is None and kind in SELECTED:
        raise DomainError(N_("비용을 받고 서비스하는 기관은 선정 심사를 거칩니다. 점수를 적어 주십시오."), "score")
    if score is not None and score < PASSES:
        raise DomainError(N_("70점부터 선정합니다. 점수가 모자라는 기관은 협력 기관으로 둘 수 없습니다."), "score")


def refuse_term(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
