"""Who may review and approve an edition, and from when it may be in force."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.manuals.states import ManualEditionState

DOCUMENT_NUMBER = re.compile(r"MC-M-(\d+)")
IN_THE_MAKING = frozenset({ManualEditionState.DRAFT, ManualEditionState.IN_REVIEW, ManualEditionState.REVIEWED})


def refuse_own_review(author_id: UUID, reviewer_id: UUID | None) -> None:
    if reviewer_id is None or reviewer_id == author_id:
        raise DomainError(N_("쓴 사람은 자기 글을 검토할 수 없습니다. 다른 분에게 검토를 부탁해 주십시오."))


def refuse_own_approval(author_id: UUID, approver_id: UUID | None) -> None:
    if approver_id is None or approver_id == author_id:
        raise DomainError(N_("쓴 사람은 자기 글을 승인할 수 없습니다. 다른 분에게 승인을 부탁해 주십시오."))


def refuse_effective_day(effective_on: date, *, today: date, previous: date | None) -> None:
    """An edition is in force from its publication on: its day has come, and lies after that of the one before."""
    if effective_on > today:
        raise DomainError(N_("시행일이 아직 오지 않았습니다. 시행하는 날에 발행해 주십시오."), "effective_on")
    if previous is not None and effective_on < previous:
        raise DomainError(N_("시행일은 앞선 판의 시행일보다 빠를 수 없습니다."), "effective_on")


def document_number_after(numbers: Iterable[str]) -> str:
    """MC-M-08 after MC-M-07; numbers of another form are passed over."""
    found = [int(match[1]) for number in numbers if (match := DOCUMENT_NUMBER.fullmatch(number))]
    return f"MC-M-{max(found, default=0) + 1:02d}"
