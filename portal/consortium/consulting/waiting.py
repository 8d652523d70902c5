"""What members asked and nobody has advised on yet, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.consortium.consulting.queries import unadvised
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(_desk: Desk) -> Iterator[Item]:
    for each in unadvised():
        yield Item(
            key=f"consulting-{each.id}",
            what=_("조합이 물은 것에 조언하기"),
            more=f"{each.organisation.short_name} · {each.topic}",
            since=each.noted_at,
            deeds=(Deed(_("조언 적기"), url_for("consulting.advise", consulting_id=each.id)),),
        )


UNADVISED = Waiting(N_("조언할 컨설팅"), Permission.CONSULTING_MANAGE, _items)
