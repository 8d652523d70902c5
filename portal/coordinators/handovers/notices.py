"""What both sides are told: one mail for all households that went over at once, which names nobody in care."""

from collections.abc import Sequence
from datetime import datetime

from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.queries import is_any_open
from portal.coordinators.handovers.states import UNGIVEN, UNTAKEN
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Unsent

SUBJECT = "handover"
GIVE, TAKE = "give", "take"
TAKEN_OVER = N_("담당 가구 %(count)d곳을 넘겨받으셨습니다.")
TAKE_BODY = N_(
    "%(name)s 님에게서 담당 가구 %(count)d곳을 넘겨받으셨습니다: %(numbers)s\n지금부터 이 가구들을 담당하십니다.\n"
    "남긴 글을 읽고 %(due)s까지 인수했다고 확인해 주십시오.\n\n%(url)s\n"
)
HANDED_ON = N_("담당 가구 %(count)d곳을 넘기셨습니다.")
GIVE_BODY = N_(
    "%(name)s 님에게 담당 가구 %(count)d곳을 넘기셨습니다: %(numbers)s\n"
    "다음 코디네이터가 알아야 할 것을 가구마다 %(due)s까지 적어 주십시오.\n\n%(url)s\n"
)


def tell_both(bundle: Sequence[Handover], now: datetime) -> None:
    first = bundle[0]
    _tell(bundle, TAKE, TAKEN_OVER, TAKE_BODY, now)
    if first.giver.disabled_at is None:
        _tell(bundle, GIVE, HANDED_ON, GIVE_BODY, now)


def _tell(bundle: Sequence[Handover], side: str, subject: str, body: str, now: datetime) -> None:
    first = bundle[0]
    reader, other = (first.taker, first.giver) if side == TAKE else (first.giver, first.taker)
    words = {
        "name": other.name,
        "count": len(bundle),
        "numbers": ", ".join(each.case.household.number for each in bundle),
        "due": format_day(first.due_on),
        "url": f"{current_settings().base_url}/handovers",
    }
    about = About(SUBJECT, first.bundle_id, side)
    news = News(Matter.HANDOVER, about, subject % words, "/handovers", kind="household_handed_over", body=body % words)
    tell_staff([reader], news, now=now, audience=Audience.COORDINATOR)


def untruth_of_handover(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Nobody is asked for what they have said, or about households that went on to somebody else."""
    if message.subject_id is None:
        return None
    missing = Handover.state.in_(UNGIVEN if message.says == GIVE else UNTAKEN)
    return None if is_any_open(message.subject_id, missing) else Unsent.ENDED
