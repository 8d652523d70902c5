"""What somebody hears who is to work advice in."""

from datetime import datetime

from portal.accounts.queries import get_user
from portal.consortium.advice.models import Advice
from portal.consortium.advice.queries import SUBJECT
from portal.consortium.advice.truth import says_of
from portal.core.actors import Actor
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About

GIVEN_TO_DO = N_("전문가의 자문을 반영하는 일을 맡으셨습니다: %(due)s까지")


def tell_owner(advice: Advice, *, actor: Actor, now: datetime) -> None:
    """Whoever is to work it in, but for whoever has just said so."""
    if advice.owner_id is None or advice.owner_id == actor.user_id:
        return
    about = About(SUBJECT, advice.id, says_of(advice.owner_id))
    words = GIVEN_TO_DO % {"due": format_day(advice.due_on)}
    tell_staff([get_user(advice.owner_id)], News(Matter.MEETING, about, words, f"/advice/{advice.id}"), now=now)
