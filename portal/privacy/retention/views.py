"""What will go and what went, for the office; holding a file back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.permissions import Permission
from portal.privacy.inventory.presentation import until
from portal.privacy.retention import actions, queries
from portal.privacy.retention.expired import expiring_soon
from portal.privacy.retention.forms import EndHoldForm, HoldForm
from portal.privacy.retention.presentation import basis_of, name_of_table
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("retention", __name__)


@bp.get("/privacy/retention")
@requires(Permission.RETENTION_MANAGE)
def register() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    return page(
        "privacy/retention.html",
        ending=queries.preview(actor, clock.day_of(now)),
        soon=expiring_soon(now),
        destructions=queries.destructions(actor, page_number()),
        name_of_table=name_of_table,
        basis_of=basis_of,
        until=until,
    )


@bp.route("/privacy/retention/<uuid:household_id>/hold", methods=["GET", "POST"])
@requires(Permission.RETENTION_MANAGE)
def hold(household_id: UUID) -> ResponseReturnValue:
    actor, now, form = current_actor(), clock.now(), HoldForm()
    household = queries.get_file(household_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.hold_file(household, reason=form.reason.data, until=form.until.data, actor=actor, now=now)
            flash(_("파기를 미루었습니다."))
            return redirect(url_for(".register"))
    holds = queries.holds_of(household)
    return page("privacy/hold.html", form=form, household=household, holds=holds, today=clock.day_of(now))


@bp.route("/privacy/retention/<uuid:household_id>/holds/<uuid:hold_id>/end", methods=["GET", "POST"])
@requires(Permission.RETENTION_MANAGE)
def end_hold(household_id: UUID, hold_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), EndHoldForm()
    hold = queries.get_hold(household_id, hold_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.end_hold(hold, reason=form.reason.data, actor=actor, now=clock.now())
            flash(_("미루기를 끝냈습니다. 보관 기간이 끝나는 날 지웁니다."))
            return redirect(url_for(".hold", household_id=household_id))
    return page("privacy/end_hold.html", form=form, hold=hold)
