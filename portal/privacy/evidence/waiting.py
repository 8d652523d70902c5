"""Packs that could not be made, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.privacy.evidence.queries import packs_given_up
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(_desk: Desk) -> Iterator[Item]:
    for pack in packs_given_up():
        yield Item(
            key=f"evidence-{pack.id}",
            what=_("만들지 못한 점검 자료 다시 만들기"),
            more=_("%(first)s~%(last)s", first=format_day(pack.first_on), last=format_day(pack.last_on)),
            since=pack.finished_at or pack.requested_at,
            deeds=(Deed(_("점검 자료 보기"), url_for("evidence.packs")),),
        )


GIVEN_UP = Waiting(N_("만들지 못한 점검 자료"), Permission.EVIDENCE_MAKE, _items)
