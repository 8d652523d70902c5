"""What is still to be done about a leak before the clock of the law runs out."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.privacy.incidents.actions import is_to_be_reported
from portal.privacy.incidents.models import Incident
from portal.privacy.incidents.queries import open_incidents
from portal.privacy.incidents.rules import due_at
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _to_do(incident: Incident) -> str:
    if incident.contained_at is None:
        return _("유출 막기: %(title)s", title=incident.title)
    if incident.told_at is None:
        return _("유출된 분께 알리기: %(title)s", title=incident.title)
    if incident.reported_at is None and is_to_be_reported(incident):
        return _("유출 신고하기: %(title)s", title=incident.title)
    return _("유출 조치 마치기: %(title)s", title=incident.title)


def _leaks(_desk: Desk) -> Iterator[Item]:
    for one in open_incidents():
        yield Item(
            key=f"incident-{one.id}",
            what=_to_do(one),
            since=one.detected_at,
            due=due_at(one.detected_at),
            weight=Weight.ALARM,
            deeds=(Deed(_("살펴보기"), url_for("incidents.incident", incident_id=one.id)),),
        )


LEAKS = Waiting(N_("개인정보 유출"), Permission.INCIDENT_MANAGE, _leaks)
