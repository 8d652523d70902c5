"""The waiting list, putting a line of a plan on it, and answering for a place that is kept."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.gate.rules import sentence
from portal.coordinators.gate.states import Door
from portal.coordinators.plans import queries as plans
from portal.coordinators.waitlist import actions, queries
from portal.coordinators.waitlist.forms import TakeForm, TakeOffForm, WaitForm
from portal.coordinators.waitlist.states import WAIT_STATES
from portal.core import clock
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.web import links as linking
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm, PortalForm
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("waitlist", __name__, url_prefix="/waiting-list")


@bp.get("")
@requires(Permission.HOUSEHOLD_READ)
def waits() -> ResponseReturnValue:
    show_all = request.args.get("show") == "all"
    found = queries.waits_for(current_actor(), page_number(), only_running=not show_all)
    return page("waitlist/waits.html", found=found, turns=queries.all_turns(), show_all=show_all)


@bp.route("/lines/<uuid:waiting_line_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def put(waiting_line_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    line = plans.line(waiting_line_id, actor)
    case = line.plan.case
    form = WaitForm(until_on=line.until_on, wanted=[each for each in case.application.day_times if each != "any"])
    if form.validate_on_submit():
        with form.refusals():
            made = actions.put_on_list(line, form.wish, actor=actor, now=now)
            flash(_("대기 명단에 올렸습니다. 자리가 나면 오늘 할 일에 나옵니다."))
            return redirect(carrying(url_for(".wait", wait_id=made.id)))
    if form.errors:
        line = plans.line(waiting_line_id, actor)
    record_read(actor=actor, now=now, subject=("household", line.plan.case.household_id), fields="plan")
    return page("waitlist/put.html", form=form, line=line, hindrance=actions.hindrance_to_wait(line, now))


@bp.get("/<uuid:wait_id>")
@requires(Permission.HOUSEHOLD_READ)
def wait(wait_id: UUID) -> ResponseReturnValue:
    return _wait_page(wait_id)


def _wait_page(wait_id: UUID, form: PortalForm | None = None) -> ResponseReturnValue:
    """With the form that was refused, or none."""
    actor = current_actor()
    found = queries.get_wait(wait_id, viewer=actor)
    record_read(actor=actor, now=clock.now(), subject=("household", found.household_id), fields="wait")
    return page(
        "waitlist/wait.html",
        entry=found,
        turn=queries.turn_of(found),
        hindered=sentence(found.hindrance, Door.REFER) if found.hindrance else "",
        steps=history(WAIT_STATES, found.id),
        taking=form if isinstance(form, TakeForm) else TakeForm(formdata=None),
        taking_off=form if isinstance(form, TakeOffForm) else TakeOffForm(formdata=None),
        act=ActionForm(),
    )


@bp.post("/<uuid:wait_id>/places/<uuid:place_offer_id>")
@requires(Permission.REFERRAL_MANAGE)
def take(wait_id: UUID, place_offer_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), TakeForm()
    found = queries.get_wait(wait_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            note = form.note.data or ""
            asked = actions.take_place(found, place_offer_id, note=note, actor=actor, now=clock.now())
            flash_with_messages(_("잡아 둔 자리에 연계했습니다."))
            return redirect(carrying(url_for("referrals.referral", referral_id=asked.id, asked=1)))
    return _wait_page(wait_id, form)


@bp.post("/<uuid:wait_id>/places/<uuid:place_offer_id>/let-go")
@requires(Permission.REFERRAL_MANAGE)
def let_go(wait_id: UUID, place_offer_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.let_go(queries.get_wait(wait_id, viewer=actor), place_offer_id, actor=actor, now=clock.now())
    flash(_("난 자리를 다음 분께 넘겼습니다. 이 분의 순서는 그대로입니다."))
    return redirect(back_or(url_for(".wait", wait_id=wait_id)))


@bp.post("/<uuid:wait_id>/end")
@requires(Permission.REFERRAL_MANAGE)
def take_off(wait_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), TakeOffForm()
    found = queries.get_wait(wait_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.take_off(found, form.why.data, actor=actor, now=clock.now())
            flash(_("대기 명단에서 내렸습니다."))
            return redirect(back_or(url_for(".wait", wait_id=wait_id)))
    return _wait_page(wait_id, form)


def link_to_wait(wait_id: UUID) -> linking.Link | None:
    found = linking.seen(queries.get_wait, wait_id)
    return linking.Link(_("대기 명단"), url_for("waitlist.wait", wait_id=wait_id)) if found else None
