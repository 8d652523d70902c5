"""Decisions that no draft of a manual has taken up yet, among what waits for those who write manuals."""

from collections.abc import Iterator

from flask import url_for

from portal.consortium.mandates.queries import mandates_to_open
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _waiting(desk: Desk) -> Iterator[Item]:
    for mandate in mandates_to_open(viewer=desk.viewer):
        yield Item(
            key=f"mandate-{mandate.id}",
            what=_("매뉴얼로 옮길 결정"),
            more=_("%(title)s, %(section)s", title=mandate.manual.title, section=label(mandate.kind)),
            since=mandate.opened_at,
            deeds=(
                Deed(_("초안 열기"), url_for("mandates.open_draft", decision_id=mandate.decision_id)),
                Deed(_("매뉴얼 보기"), url_for("manuals.manual", code=mandate.manual.code)),
            ),
        )


TO_OPEN = Waiting(N_("매뉴얼로 옮길 결정"), Permission.MANUAL_WRITE, _waiting)
