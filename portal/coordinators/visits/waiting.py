"""Visits to which somebody came without checks, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.coordinators.visits.queries import unchecked_visits
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _visits(desk: Desk) -> Iterator[Item]:
    for each in unchecked_visits(desk.viewer):
        yield Item(
            key=f"unchecked-{each.id}",
            what=_("확인 없이 다녀온 방문 살펴보기"),
            more=f"{each.referral.organisation.short_name} · {each.worker_name}",
            since=each.unchecked_at or desk.now,
            deeds=(
                Deed(_("방문 보기"), url_for("visits.visit", visit_id=each.id)),
                Deed(_("살펴보았음"), url_for("visits.look_into", visit_id=each.id), posts=True),
            ),
        )


UNCHECKED = Waiting(N_("확인 없이 다녀온 방문"), Permission.MEMBER_MANAGE, _visits)
