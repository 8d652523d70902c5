"""What leaks teach: each that is over may be brought to a meeting, by its own name."""

from datetime import datetime

from sqlalchemy import select

from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.incidents.actions import SUBJECT
from portal.privacy.incidents.models import Incident
from portal.privacy.incidents.states import IncidentState

LEAK = N_("개인정보 유출에서 배울 것: %(title)s")
PLACE = N_("개인정보 보호")


def leaks(since: datetime) -> list[Bundle]:
    over = select(Incident).where(Incident.state == IncidentState.CLOSED, Incident.detected_at >= since)
    return bundled(
        (
            Topic(str(leak.id), LEAK % {"title": leak.title}, PLACE),
            Happening(leak.id, (SUBJECT, leak.id), day_of(leak.detected_at)),
        )
        for leak in db.session.scalars(over.order_by(Incident.detected_at, Incident.id))
    )


LEAKS = LessonSource(N_("마친 개인정보 유출"), leaks)
