"""Advice that waits for an answer, or that is late, for those who keep the meetings."""

from collections.abc import Iterator

from flask import url_for

from portal.consortium.advice.queries import held_on, open_advice
from portal.consortium.advice.rules import is_late
from portal.consortium.advice.states import AdviceState
from portal.core.clock import day_bounds
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(desk: Desk) -> Iterator[Item]:
    """What is unanswered; what others work in is only watched until it is late."""
    for advice in open_advice():
        is_theirs = advice.state is AdviceState.GIVEN or advice.owner_id == desk.viewer.user_id
        words = _("자문에 답하기") if advice.state is AdviceState.GIVEN else _("자문 반영하기")
        yield Item(
            key=f"advice-{advice.id}",
            what=words,
            more=advice.topic if is_theirs else _("%(topic)s · %(owner)s", topic=advice.topic, owner=advice.owner_name),
            since=day_bounds(held_on(advice.meeting))[0],
            due=advice.due_on,
            weight=Weight.TASK if is_theirs or is_late(advice.state, advice.due_on, desk.now) else Weight.WATCH,
            deeds=(Deed(_("자문 보기"), url_for("advice.piece", advice_id=advice.id)),),
        )


ADVICE = Waiting(N_("전문가의 자문"), Permission.MEETING_MANAGE, _items)
