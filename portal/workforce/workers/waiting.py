"""Members of whose workers checks are missing or end before long, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _
from portal.workforce.workers.queries import Lacking, lacking


def _members(desk: Desk) -> Iterator[Item]:
    """Due on the last day on which everything holds; what is missing since somebody was written down first."""
    for each in lacking(desk.day):
        workers = [*each.missing, *each.ending]
        yield Item(
            key=f"workers-{each.organisation.id}",
            what=_words(each),
            since=min(worker.entered_at for worker in workers),
            due=None if each.missing else each.last_day,
            deeds=(Deed(_("종사자 보기"), url_for("workers.workers", member=each.organisation.id)),),
        )


def _words(found: Lacking) -> str:
    name = found.organisation.short_name
    if found.missing:
        return _("종사자 확인 없음: %(name)s %(count)d명", name=name, count=len(found.missing))
    return _("종사자 확인이 곧 끝남: %(name)s %(count)d명", name=name, count=len(found.ending))


CHECKS = Waiting(N_("종사자 확인"), Permission.WORKER_READ, _members)
