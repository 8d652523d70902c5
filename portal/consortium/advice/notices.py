"""What somebody hears who is to work advice in."""

from datetime import datetime
from uuid import UUID

from portal.accounts.queries import get_user
from portal.consortium.advice.models import Advice
from portal.consortium.advice.queries import SUBJECT
from portal.consortium.advice.rules import is_late
from portal.consortium.advice.truth import says_of
from portal.core.actors import Actor
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About

GIVEN_TO_DO = N_("전문가의 자문을 반영하는 일을 맡으셨습니다: %(due)s까지")


DUE = N_("맡으신 자문을 반영할 기한이 다가옵니다: %(due)s까지")
LATE = N_("맡으신 자문을 반영할 기한이 지났습니다: %(due)s까지")


def tell_owner(advice: Advice, *, actor: Actor, now: datetime) -> None:
    """Whoever is to work it in, but for whoever has just said so."""
    if advice.owner_id is None or advice.owner_id == actor.user_id:
        return
    _tell(advice, advice.owner_id, GIVEN_TO_DO, now)


def remind_owner(advice: Advice, *, now: datetime) -> bool:
    """Whoever has it still to work in, of the day; answers whether there is anybody."""
    if advice.owner_id is None:
        return False
    _tell(advice, advice.owner_id, LATE if is_late(advice.state, advice.due_on, now) else DUE, now)
    return True


def _tell(advice: Advice, owner_id: UUID, words: str, now: datetime) -> None:
    about = About(SUBJECT, advice.id, says_of(owner_id))
    said = words % {"due": format_day(advice.due_on)}
    tell_staff([get_user(owner_id)], News(Matter.MEETING, about, said, f"/advice/{advice.id}"), now=now)
