"""Who told of a worry and said that we may ask by telephone, among those to call; the office alone sees who that is."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer, Reason, ToCall, reason
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.urgency import Weight
from portal.monitoring.worries.actions import SUBJECT, handle_worry
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.queries import get_worry, to_be_asked
from portal.monitoring.worries.states import WorryVerb
from portal.web.agenda import Desk
from portal.web.numbered import said

ASKED_BACK = N_("알려 주신 분과 통화했습니다. %(note)s")
ENDS = frozenset({CallResult.WRONG_NUMBER, CallResult.REFUSED})
"""After these nobody telephones whoever told of it any more."""


def _rows(_desk: Desk) -> Select[Any]:
    columns = reason(
        weight=Weight.ALARM,
        id=Worry.id,
        name=Worry.reporter_name,
        phone=Worry.reporter_phone,
        dong_code=Worry.dong_code,
        words=Worry.number,
        since=Worry.since_at,
    )
    return select(*columns).where(to_be_asked()).order_by(Worry.reported_at, Worry.id)


def _answered(worry_id: UUID, answer: Answer) -> None:
    """Every call stands in the history of the worry, which waits on until somebody has looked into it.

    Whoever told of it is no more than asked; with a wrong number, or who refuses, nobody tries again.
    """
    worry = get_worry(worry_id, viewer=answer.actor)
    if answer.result is CallResult.SPOKE:
        verb, outcome = WorryVerb.ASK_BACK, ASKED_BACK % {"note": answer.note}
    else:
        verb = WorryVerb.STOP_ASKING if answer.result in ENDS else WorryVerb.TRY_REPORTER
        outcome = f"{answer.result.words}. {answer.note}"
    handle_worry(worry, verb, outcome.strip(), actor=answer.actor, now=answer.now)


def _told(reasons: Sequence[Reason], _desk: Desk) -> Mapping[UUID, str]:
    return {each.id: said(each.words or "", Series.WORRY) for each in reasons}


TOLD_OF = ToCall(
    N_("더 여쭙기"), Permission.WORRY_REPORTER, _rows, _answered, told=_told, script=N_("걱정 소식"), subject=SUBJECT
)
