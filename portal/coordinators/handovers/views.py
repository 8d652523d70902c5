"""The list of hand-overs of which a part is missing, and the page of one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.handovers import actions, queries
from portal.coordinators.handovers.forms import GiveForm
from portal.coordinators.handovers.states import HANDOVER_STATES, UNGIVEN, UNTAKEN
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("handovers", __name__)


@bp.get("/handovers")
@requires(Permission.HANDOVER_READ)
def handovers() -> ResponseReturnValue:
    actor, today = current_actor(), clock.day_of(clock.now())
    found = queries.open_handovers(actor)
    return page("handovers/handovers.html", handovers=found, is_asked=queries.is_asked_of, actor=actor, today=today)


@bp.route("/handovers/<uuid:handover_id>", methods=["GET", "POST"])
@requires(Permission.HANDOVER_READ)
def handover(handover_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_handover(handover_id, viewer=actor)
    form = GiveForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.give(found, form.note.data, actor=actor, now=now)
            flash(_("적었습니다. 다음 코디네이터와 사무국이 읽습니다."))
            return redirect(url_for(".handovers"))
    record_read(actor=actor, now=now, subject=("household", found.case.household_id), fields="handover")
    may_give = actor.sees_to(found.from_id) or actor.can(Permission.APPLICATION_PAIR)
    return page(
        "handovers/handover.html",
        handover=found,
        form=form if found.state in UNGIVEN and may_give else None,
        may_take=found.state in UNTAKEN and actor.sees_to(found.to_id),
        steps=history(HANDOVER_STATES, handover_id),
    )


@bp.post("/handovers/<uuid:handover_id>/taking")
@requires(Permission.HANDOVER_READ)
def take_over(handover_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_handover(handover_id, viewer=actor)
    if not actor.sees_to(found.to_id):
        raise Forbidden
    actions.take_over(found, actor=actor, now=clock.now())
    flash(_("인수했다고 적었습니다."))
    return redirect(url_for(".handovers"))
