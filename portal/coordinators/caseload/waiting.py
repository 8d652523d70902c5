"""Applications that nobody has been paired with, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.core.dongs import dong
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.urgency import Weight
from portal.residents.applications.models import Application
from portal.residents.applications.queries import waiting_applications
from portal.residents.applications.states import Urgency
from portal.web.agenda import Deed, Desk, Item, Whom
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

HURRIED = frozenset({Urgency.URGENT, Urgency.SOON})


def _items(_desk: Desk) -> Iterator[Item]:
    """Due when the first call is."""
    for application in waiting_applications():
        url, hurry = url_for("caseload.application", application_id=application.id), application.urgency
        yield Item(
            key=f"application-{application.id}",
            what=_("새 신청"),
            whom=Whom(mask_name(application.person.name), url, None),
            mark=(label(hurry), hurry.tone) if hurry in HURRIED else None,
            more=" · ".join(_facts(application)),
            since=application.received_at,
            due=application.first_contact_due_at,
            weight=Weight.ALARM if hurry is Urgency.URGENT else Weight.TASK,
            deeds=(Deed(_("담당 정하기"), url),),
        )


def _facts(application: Application) -> Iterator[str]:
    yield said(application.number, Series.APPLICATION)
    yield dong(application.household.dong_code).short_name
    yield ", ".join(each.service.name for each in application.services) or _("함께 알아보기")


APPLICATIONS = Waiting(N_("새 신청"), Permission.APPLICATION_PAIR, _items)
