"""Members whose required training is missing or runs out, and sessions without results, among what waits."""

from collections.abc import Iterator

from flask import url_for

from portal.core.clock import day_bounds
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _
from portal.workforce.training.needs import MemberNeeds, needs_for
from portal.workforce.training.queries import sessions_without_results


def _members(desk: Desk) -> Iterator[Item]:
    """Due on the last day of what runs out; what is missing is due on no day."""
    for each in needs_for(desk.viewer, desk.day):
        if each.missing or each.ending:
            yield Item(
                key=f"training-{each.organisation.id if each.organisation else 'coordinators'}",
                what=_words(each),
                since=day_bounds(desk.day)[0],
                due=None if each.missing else each.last_day,
                deeds=(Deed(_("필수 교육 보기"), url_for("training.required")),),
            )


def _words(found: MemberNeeds) -> str:
    name = found.organisation.short_name if found.organisation else _("돌봄코디네이터")
    if found.missing:
        count = len({each.learner.id for each in found.missing})
        return _("필수 교육 없음: %(name)s %(count)d명", name=name, count=count)
    return _("필수 교육이 곧 끝남: %(name)s %(count)d명", name=name, count=len(found.ending))


def _without_results(desk: Desk) -> Iterator[Item]:
    for session in sessions_without_results(desk.now):
        yield Item(
            key=f"training-results-{session.id}",
            what=_("교육 결과 적기"),
            more=session.course.name,
            since=session.ends_at,
            deeds=(Deed(_("결과 적기"), url_for("training.results", session_id=session.id)),),
        )


RESULTS = Waiting(N_("교육 결과"), Permission.TRAINING_MANAGE, _without_results)
NEEDS = Waiting(N_("필수 교육"), Permission.TRAINING_MANAGE, _members)
