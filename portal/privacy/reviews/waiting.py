"""Reviews that nobody has signed."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.extensions import current_settings
from portal.privacy.reviews.queries import unsigned
from portal.privacy.reviews.rules import is_late, overdue_at
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _unsigned(desk: Desk) -> Iterator[Item]:
    days = current_settings().target.review_days
    for one in unsigned():
        late = is_late(one.prepared_at, desk.now, days)
        yield Item(
            key=f"review-{one.id}",
            what=_("접속기록 점검하고 서명하기: %(year)d년 %(month)d월", year=one.month.year, month=one.month.month),
            since=one.prepared_at,
            due=overdue_at(one.prepared_at, days),
            weight=Weight.ALARM if late else Weight.TASK,
            deeds=(Deed(_("살펴보기"), url_for("reviews.review", review_id=one.id)),),
        )


UNSIGNED = Waiting(N_("접속기록 점검"), Permission.REVIEW_SIGN, _unsigned)
