"""To each body its part: whom it went to, and that it shall be used no more."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.permissions import Permission
from portal.partners.support_plans import handing as acts
from portal.partners.support_plans.forms import HandForm, ToldForm
from portal.partners.support_plans.queries import stops_of
from portal.partners.support_plans.reading import bodies, goals_of, part_of, said
from portal.partners.support_plans.states import HOLDING
from portal.partners.support_plans.views.blueprint import bp, handing_at, note_read, plan_at
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _


@bp.route("/support-plans/<uuid:support_plan_id>/hand", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def hand(support_plan_id: UUID) -> ResponseReturnValue:
    found, now = plan_at(support_plan_id), clock.now()
    today = clock.day_of(now)
    form = HandForm(handed_on=today)
    named = bodies(said(found, today))
    form.offer(named)
    if form.validate_on_submit():
        with form.refusals():
            made = acts.hand_part(found, form.told, actor=current_actor(), now=now)
            flash(_("적었습니다. 이제 그 기관의 부분만 담은 문서를 받을 수 있습니다."))
            return redirect(url_for(".handing", support_handing_id=made.id))
    note_read(found.household_id)
    stops = stops_of(found.case.person_id)
    stopped = {body: stops[body] for body in named if body in stops}
    return page("support_plans/hand.html", form=form, plan=found, may_hand=found.state in HOLDING, stopped=stopped)


@bp.route("/support-plans/parts/<uuid:support_handing_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def handing(support_handing_id: UUID) -> ResponseReturnValue:
    found, now = handing_at(support_handing_id), clock.now()
    form = ToldForm(told_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            acts.tell_stopped(found, form.told_on.data, actor=current_actor(), now=now)
            flash(_("그 기관에 알린 것으로 적었습니다."))
            return redirect(back_or(url_for(".handing", support_handing_id=support_handing_id)))
    note_read(found.household_id)
    part = part_of(said(found.plan, clock.day_of(now)), found.body)
    hindrance = acts.hindrance_to_hand(found.plan, found.body, now)
    return page(
        "support_plans/handing.html",
        form=form,
        handing=found,
        part=part,
        goals=goals_of(part),
        hindrance=hindrance,
        act=ActionForm(),
    )


@bp.post("/support-plans/parts/<uuid:support_handing_id>/stop")
@requires(Permission.PLAN_WRITE)
def stop(support_handing_id: UUID) -> ResponseReturnValue:
    found = handing_at(support_handing_id)
    acts.stop_handing(found, actor=current_actor(), now=clock.now())
    flash(_("그 기관에 알릴 일로 적었습니다."))
    return redirect(url_for(".handing", support_handing_id=support_handing_id))
