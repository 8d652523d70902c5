"""Who may review and approve an edition, and from when it may be in force."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.manuals.states import ChangeSize, ManualEditionState

DOCUMENT_NUMBER = re.compile(r"MC-M-(\d+)")
IN_THE_MAKING = frozenset({ManualEditionState.DRAFT, ManualEditionState.IN_REVIEW, ManualEditionState.REVIEWED})
"""Those who write see them, nobody else."""
TO_COME = IN_THE_MAKING | {ManualEditionState.SCHEDULED}
"""One at a time: what is written next begins with what it says."""
CAME_INTO_FORCE = frozenset({ManualEditionState.PUBLISHED, ManualEditionState.SUPERSEDED})
"""People work by them, or have worked by them."""
NEVER_IN_FORCE = frozenset({ManualEditionState.CALLED_OFF, ManualEditionState.DISCARDED})
"""What they were to change is still to be changed."""
LONG = 20_000
"""Characters of an edition whose PDF the worker sets: some twenty pages, for which a request would take two seconds."""


def refuse_own_review(writers: Collection[UUID], reviewer_id: UUID | None) -> None:
    if reviewer_id is None or reviewer_id in writers:
        raise DomainError(N_("쓴 사람은 자기 글을 검토할 수 없습니다. 다른 분에게 검토를 부탁해 주십시오."))


def refuse_own_approval(writers: Collection[UUID], approver_id: UUID | None) -> None:
    """Whoever reviewed it may approve it, too: what counts is that nobody judges what they wrote."""
    if approver_id is None or approver_id in writers:
        raise DomainError(N_("쓴 사람은 자기 글을 승인할 수 없습니다. 다른 분에게 승인을 부탁해 주십시오."))


def refuse_own_correction(state: ManualEditionState, writers: Collection[UUID], actor_id: UUID | None) -> None:
    """How much it changes is judged with the text: once it is out for review, nobody says otherwise of their own."""
    if state is not ManualEditionState.DRAFT and actor_id in writers:
        raise Conflict(
            N_("검토를 부탁한 뒤에는 쓴 사람이 고칠 수 없습니다. 돌려받아 고치거나 승인하는 분에게 부탁해 주십시오.")
        )


def refuse_effective_day(effective_on: date, *, today: date) -> None:
    """Nobody works by an edition before it could be read: its day is a later one."""
    if effective_on <= today:
        raise DomainError(N_("시행일은 내일이나 그 뒤여야 합니다. 그날이 되면 저절로 시행됩니다."), "effective_on")


def refuse_confirmation(confirm_by: date | None, *, size: ChangeSize, effective_on: date) -> None:
    """A major change is to be confirmed, on its first day at the earliest; a minor one asks nobody."""
    if size is ChangeSize.MAJOR and confirm_by is None:
        raise DomainError(N_("큰 바뀜은 언제까지 확인할지 정해 주십시오."), "confirm_by")
    if size is ChangeSize.MINOR and confirm_by is not None:
        raise DomainError(N_("작은 바뀜은 확인을 부탁하지 않습니다. 비워 두십시오."), "confirm_by")
    if confirm_by is not None and confirm_by < effective_on:
        raise DomainError(N_("확인할 날은 시행일이거나 그 뒤여야 합니다."), "confirm_by")


def refuse_look_again_day(look_again_on: date, *, today: date) -> None:
    if look_again_on <= today:
        raise DomainError(N_("다시 볼 날은 내일이나 그 뒤여야 합니다."), "look_again_on")


def refuse_look_before(effective_on: date, look_again_on: date) -> None:
    if look_again_on <= effective_on:
        raise DomainError(N_("다시 볼 날은 시행일 뒤여야 합니다."), "look_again_on")


def a_year_after(day: date) -> date:
    """By when an edition that is in force from `day` on is looked at again, unless somebody says otherwise."""
    leaps = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leaps else day.day)


def document_number_after(numbers: Iterable[str]) -> str:
    """MC-M-08 after MC-M-07; numbers of another form are passed over."""
    found = [int(match[1]) for number in numbers if (match := DOCUMENT_NUMBER.fullmatch(number))]
    return f"MC-M-{max(found, default=0) + 1:02d}"
