"""What worries teach that somebody told of: how they end. A meeting hears of nobody, and of what somebody proposes."""

from datetime import datetime

from sqlalchemy import select

from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db
from portal.monitoring.worries.actions import SUBJECT
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.queries import OPEN

ENDED = N_("걱정 소식: %(state)s")
PLACE = N_("걱정 소식")


def worries(since: datetime) -> list[Bundle]:
    """Those that are over, by what became of them."""
    ended = select(Worry.id, Worry.handled_at, Worry.state)
    ended = ended.where(Worry.handled_at >= since, Worry.state.not_in(OPEN))
    return bundled(
        (Topic(state.value, ENDED % {"state": state.words}, PLACE), Happening(id_, (SUBJECT, id_), day_of(handled_at)))
        for id_, handled_at, state in db.session.execute(ended.order_by(Worry.handled_at, Worry.id))
        if handled_at
    )


WORRIES = LessonSource(N_("마친 걱정 소식"), worries)
