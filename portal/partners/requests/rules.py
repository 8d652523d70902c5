"""By when a body is answered, what a request must say, and what is told of its person under a link."""

import re
from datetime import date, datetime, time, timedelta

from portal.core.clock import at, day_of
from portal.core.errors import DomainError
from portal.core.hangul import initial_consonants
from portal.core.messages import N_
from portal.core.targets import Targets
from portal.core.urgency import is_overdue as is_past
from portal.core.workdays import add_workdays
from portal.partners.requests.states import OPEN, AskGround, BodyRequestState, ConsentBy

MOST_A_DAY = 50
"""So many requests may come by one link on one day; beyond it somebody telephones."""
CONSENTED_WITHIN = timedelta(days=365)
"""What somebody agreed to longer ago they are asked anew."""

RECEIVED_WITHIN = timedelta(days=90)
"""What lay longer in a drawer is asked for anew."""

_NOON = time(12)
_HANGUL = re.compile("[가-힣]+")
_RUNS = re.compile("[가-힣]+|[^가-힣]+")


def answer_due(received_on: date, targets: Targets) -> date:
    return add_workdays(received_on, targets.body_answer_workdays)


def is_overdue(due_on: date, state: BodyRequestState, now: datetime) -> bool:
    return state in OPEN and is_past(due_on, now)


def received_at(received_on: date | None, now: datetime) -> datetime:
    """When what is typed in now reached the office: on an earlier day at noon, since nobody knows the hour."""
    today = day_of(now)
    if received_on is None or received_on == today:
        return now
    if received_on > today:
        raise DomainError(N_("받은 날은 오늘보다 늦을 수 없습니다."), "received_on")
    if received_on < today - RECEIVED_WITHIN:
        raise DomainError(N_("석 달보다 더 지난 날입니다. 받은 날을 다시 확인해 주십시오."), "received_on")
    return at(received_on, _NOON)


def refuse_groundless(
    ground: AskGround, consented_on: date | None, by: ConsentBy | None, words: str, received_on: date
) -> None:
    """Raise `DomainError` where nothing says by what right the body tells of somebody."""
    if ground is AskGround.OFFICIAL:
        if not words:
            raise DomainError(N_("직권으로 요청하는 법적 근거를 적어 주십시오."), "ground_words")
        return
    if consented_on is None:
        raise DomainError(N_("언제 동의하거나 신청했는지 적어 주십시오."), "consented_on")
    if consented_on > received_on:
        raise DomainError(N_("동의하거나 신청한 날은 요청이 온 날보다 늦을 수 없습니다."), "consented_on")
    if consented_on < received_on - CONSENTED_WITHIN:
        raise DomainError(N_("일 년보다 더 지난 날입니다. 다시 여쭙고 그날을 적어 주십시오."), "consented_on")
    if by is None:
        raise DomainError(N_("동의나 신청을 어떻게 들었는지 골라 주십시오."), "consent_by")
    if ground is AskGround.FAMILY and not words:
        raise DomainError(N_("누가 신청했는지, 본인과 어떤 사이인지 적어 주십시오."), "ground_words")


def refuse_past(wanted_by: date | None, received_on: date) -> None:
    if wanted_by is not None and wanted_by < received_on:
        raise DomainError(N_("필요한 날은 요청이 온 날보다 빠를 수 없습니다."), "wanted_by")


def initials(name: str) -> str:
    """홍길동 → ㅎㄱㄷ, 마리아 Kim → ㅁㄹㅇ K., 김John → ㄱJ.: of what is not Hangul the first letter alone."""
    return " ".join("".join(map(_initials, _RUNS.findall(word))) for word in name.split())


def _initials(run: str) -> str:
    return initial_consonants(run) if _HANGUL.fullmatch(run) else f"{run[0]}."
