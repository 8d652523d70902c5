"""By when a body is answered, what a request must say, and what is told of its person under a link."""

import re
from datetime import date, datetime

from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.hangul import initial_consonants
from portal.core.messages import N_
from portal.core.targets import Targets
from portal.core.urgency import is_overdue as is_past
from portal.core.workdays import add_workdays
from portal.partners.requests.states import OPEN, AskGround, BodyRequestState

MOST_A_DAY = 50
"""So many requests may come by one link on one day; beyond it somebody telephones."""
_HANGUL = re.compile("[가-힣]+")
_RUNS = re.compile("[가-힣]+|[^가-힣]+")


def answer_due(received_on: date, targets: Targets) -> date:
    return add_workdays(received_on, targets.body_answer_workdays)


def is_overdue(due_on: date, state: BodyRequestState, now: datetime) -> bool:
    return state in OPEN and is_past(due_on, now)


def refuse_groundless(ground: AskGround, consented_on: date | None, words: str, now: datetime) -> None:
    """Raise `DomainError` where nothing says by what right the body tells of somebody."""
    if ground is AskGround.OFFICIAL:
        if not words:
            raise DomainError(N_("직권으로 요청하는 법적 근거를 적어 주십시오."), "ground_words")
        return
    if consented_on is None:
        raise DomainError(N_("언제 동의하거나 신청했는지 적어 주십시오."), "consented_on")
    if consented_on > day_of(now):
        raise DomainError(N_("동의한 날은 오늘보다 늦을 수 없습니다."), "consented_on")
    if ground is AskGround.FAMILY and not words:
        raise DomainError(N_("누가 신청했는지, 본인과 어떤 사이인지 적어 주십시오."), "ground_words")


def refuse_past(wanted_by: date | None, now: datetime) -> None:
    if wanted_by is not None and wanted_by < day_of(now):
        raise DomainError(N_("필요한 날은 오늘보다 빠를 수 없습니다."), "wanted_by")


def initials(name: str) -> str:
    """홍길동 → ㅎㄱㄷ, 마리아 Kim → ㅁㄹㅇ K., 김John → ㄱJ.: of what is not Hangul the first letter alone."""
    return " ".join("".join(map(_initials, _RUNS.findall(word))) for word in name.split())


def _initials(run: str) -> str:
    return initial_consonants(run) if _HANGUL.fullmatch(run) else f"{run[0]}."
