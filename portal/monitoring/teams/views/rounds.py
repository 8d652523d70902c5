"""A watcher's own day: whom they look after, one household at a time, and what they found in three taps."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.teams import actions, queries
from portal.monitoring.teams.forms import FoundForm
from portal.monitoring.teams.presentation import Shown, shown
from portal.monitoring.teams.states import Found
from portal.monitoring.teams.views.blueprint import bp
from portal.web.access import current_account, current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

NOT_AT_WORK = N_("지금은 활동 기간이 아닙니다. 사무국에 전화해 주십시오.")
OWN_ACCOUNT = "accounts."
THANKED = {
    Found.WELL: N_("적었습니다. 고맙습니다."),
    Found.NOBODY: N_("적었습니다. 내일 한 번 더 살펴 주십시오."),
    Found.NEEDS_HELP: N_("적었습니다. 위급하면 지금 119에 전화하십시오."),
    Found.OTHER: N_("적었습니다. 고맙습니다."),
}
RESTS = N_("적었습니다. 지금은 쉬는 때라 다시 가지 않으셔도 됩니다.")


def ask_for_agreement(endpoint: str) -> ResponseReturnValue | None:
    """The gate for volunteers: whoever is nothing else here gets in while an agreement covers the day."""
    account = current_account()
    if not account.is_volunteer or endpoint.startswith(OWN_ACCOUNT):
        return None
    if not queries.may_be_here(account.user_id, clock.day_of(clock.now())):
        raise Forbidden(NOT_AT_WORK)
    return None


@bp.get("/neighbours")
@requires(Permission.NEIGHBOUR_WATCH)
def rounds() -> ResponseReturnValue:
    """What is to be done today and later; that each name was shown is noted."""
    actor, now = current_actor(), clock.now()
    day = clock.day_of(now)
    found = [shown(each, day) for each in queries.rounds_of(actor, now)]
    for each in found:
        record_read(actor=actor, now=now, subject=("household", each.household_id), fields="rounds")
    return page("teams/rounds.html", due=[each for each in found if each.is_due], later=_later(found))


def _later(found: list[Shown]) -> list[Shown]:
    return [each for each in found if not each.is_due]


@bp.route("/neighbours/<uuid:assignment_id>", methods=["GET", "POST"])
@requires(Permission.NEIGHBOUR_WATCH)
def round_at(assignment_id: UUID) -> ResponseReturnValue:
    """One household: the first tap opens it, the second says what was found, the third keeps it."""
    actor, now, form = current_actor(), clock.now(), FoundForm()
    found = queries.get_round(assignment_id, viewer=actor, now=now)
    if form.validate_on_submit():
        with form.refusals():
            actions.tell_report(found.assignment, form.found.data, form.note.data or "", actor=actor, now=now)
            flash(_(RESTS if found.rests and form.found.data is Found.NOBODY else THANKED[form.found.data]))
            return redirect(url_for(".rounds"))
    found = queries.get_round(assignment_id, viewer=actor, now=now)
    record_read(actor=actor, now=now, subject=("household", found.assignment.household_id), fields="neighbour")
    return page("teams/round.html", form=form, round=shown(found, clock.day_of(now)))
