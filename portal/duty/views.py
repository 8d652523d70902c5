"""One's own notices with how one wants to hear of them, and the roster that the office keeps."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import users_who_may
from portal.core import clock
from portal.core.permissions import Permission
from portal.duty import actions, queries
from portal.duty.forms import PaceForm, ShiftForm
from portal.duty.states import Pace
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("duty", __name__)


@bp.route("/account/notices", methods=["GET", "POST"])
@requires(Permission.STAFF_OWN)
def notices() -> ResponseReturnValue:
    actor = current_actor()
    form = PaceForm(pace=queries.pace_of(actor.user_id)) if actor.user_id else PaceForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.choose_pace(Pace(form.pace.data), actor=actor, now=clock.now())
            flash(_("알림 받는 방법을 저장했습니다."))
            return redirect(url_for(".notices"))
    return page("duty/notices.html", form=form, notices=queries.notices_of(actor.user_id))


@bp.route("/roster", methods=["GET", "POST"])
@requires(Permission.ROSTER_MANAGE)
def roster() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    form = ShiftForm()
    form.offer(users_who_may(Permission.WORRY_HANDLE))
    if form.validate_on_submit():
        with form.refusals():
            starts_at, ends_at = form.span
            actions.add_shift(UUID(form.user.data), form.phone.data, starts_at, ends_at, actor=actor, now=now)
            flash(_("당직을 적었습니다."))
            return redirect(url_for(".roster"))
    return page("duty/roster.html", form=form, shifts=queries.shifts(actor, now=now), on_call=queries.on_call_at(now))


@bp.post("/roster/<uuid:shift_id>/removal")
@requires(Permission.ROSTER_MANAGE)
def remove_shift(shift_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.remove_shift(queries.get_shift(shift_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("당직을 지웠습니다."))
    return redirect(url_for(".roster"))
