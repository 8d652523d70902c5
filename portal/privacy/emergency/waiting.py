"""Households that were opened in an emergency and that the office has not looked at."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.extensions import current_settings
from portal.privacy.emergency.queries import unreviewed
from portal.privacy.emergency.rules import review_due_at
from portal.web.agenda import Deed, Desk, Item
from portal.web.numbered import said
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _unreviewed(desk: Desk) -> Iterator[Item]:
    targets = current_settings().target
    for one in unreviewed(desk.viewer):
        yield Item(
            key=f"emergency-{one.id}",
            what=_("긴급 열람 확인하기: %(number)s", number=said(one.household.number, Series.HOUSEHOLD)),
            since=one.opened_at,
            due=review_due_at(one.opened_at, targets),
            deeds=(Deed(_("살펴보기"), url_for("emergency.access", access_id=one.id)),),
        )


UNREVIEWED = Waiting(N_("긴급 열람"), Permission.EMERGENCY_REVIEW, _unreviewed)
