"""What was passed on to other bodies: the list, passing on, and what they said."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.outside import actions, queries
from portal.coordinators.outside.forms import (
    AnswerForm,
    EndingForm,
    GiveUpForm,
    LookAgainForm,
    PassOnForm,
    TellForm,
    WithdrawForm,
)
from portal.coordinators.outside.rules import ask_again_on, outcome_asked_on
from portal.coordinators.outside.states import OUTSIDE_STATES
from portal.coordinators.plans import queries as plans
from portal.core import clock
from portal.core.permissions import Permission
from portal.web import links as linking
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("outside", __name__, url_prefix="/outside")


@bp.get("")
@requires(Permission.HOUSEHOLD_READ)
def links() -> ResponseReturnValue:
    viewer, today = current_actor(), clock.day_of(clock.now())
    show_all = request.args.get("show") == "all"
    return page(
        "outside/links.html",
        found=queries.links_for(viewer, page_number(), only_running=not show_all),
        show_all=show_all,
        years=[(each, queries.links_of_year(each, viewer, today)) for each in (today.year, today.year - 1)],
        now=clock.now(),
    )


@bp.route("/lines/<uuid:linked_line_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def pass_on(linked_line_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    line, today = plans.line(linked_line_id, actor), clock.day_of(now)
    if not line.service.is_linked:
        return redirect(url_for("referrals.refer", line_id=line.id))
    form = PassOnForm(asked_on=today)
    if form.validate_on_submit():
        with form.refusals():
            made = actions.pass_on(line, form.passing, actor=actor, now=now)
            flash(_("적었습니다. 답을 알아볼 때가 되면 오늘 할 일에 나옵니다."))
            return redirect(carrying(url_for(".link", outside_id=made.id)))
    if form.errors:
        line = plans.line(linked_line_id, actor)
    record_read(actor=actor, now=now, subject=("household", line.plan.case.household_id), fields="plan")
    hindrance = actions.hindrance_to_pass_on(line, now)
    return page("outside/pass_on.html", form=form, line=line, case=line.plan.case, hindrance=hindrance)


@bp.get("/<uuid:outside_id>")
@requires(Permission.HOUSEHOLD_READ)
def link(outside_id: UUID) -> ResponseReturnValue:
    return _link_page(outside_id)


def _link_page(outside_id: UUID, form: PortalForm | None = None) -> ResponseReturnValue:
    """With the form that was refused, or none; which one the page shows follows from what is there."""
    actor, now = current_actor(), clock.now()
    today = clock.day_of(now)
    blank = {
        "answering": AnswerForm(formdata=None, answered_on=today, look_again_on=outcome_asked_on(today)),
        "ending": EndingForm(formdata=None, closed_on=today),
        "again": LookAgainForm(formdata=None, again_on=ask_again_on(today)),
        "giving_up": GiveUpForm(formdata=None),
        "withdrawing": WithdrawForm(formdata=None),
        "telling": TellForm(formdata=None, told_on=today),
    }
    found = queries.get_link(outside_id, viewer=actor)
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="outside_link")
    return page(
        "outside/link.html",
        form=form,
        **{name: form if isinstance(form, type(empty)) else empty for name, empty in blank.items()},
        link=found,
        line_again=queries.line_to_ask_again(found) if found.closed_on else None,
        steps=history(OUTSIDE_STATES, found.id),
        now=now,
    )


@bp.post("/<uuid:outside_id>/answer")
@requires(Permission.REFERRAL_MANAGE)
def answer(outside_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), AnswerForm()
    found = queries.get_link(outside_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.answer_link(found, form.answer, actor=actor, now=clock.now())
            flash(_("답을 적었습니다."))
            return redirect(back_or(url_for(".link", outside_id=outside_id)))
    return _link_page(outside_id, form)


@bp.post("/<uuid:outside_id>/ending")
@requires(Permission.REFERRAL_MANAGE)
def finish(outside_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), EndingForm()
    found = queries.get_link(outside_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.finish_link(found, form.ending, actor=actor, now=clock.now())
            flash(_("어떻게 되었는지 적었습니다."))
            return redirect(back_or(url_for(".link", outside_id=outside_id)))
    return _link_page(outside_id, form)


@bp.post("/<uuid:outside_id>/asked-again")
@requires(Permission.REFERRAL_MANAGE)
def ask_again(outside_id: UUID) -> ResponseReturnValue:
    return _look(outside_id, actions.ask_again)


@bp.post("/<uuid:outside_id>/again")
@requires(Permission.REFERRAL_MANAGE)
def look_again(outside_id: UUID) -> ResponseReturnValue:
    return _look(outside_id, actions.look_again)


def _look(outside_id: UUID, act: Callable[..., None]) -> ResponseReturnValue:
    actor, form = current_actor(), LookAgainForm()
    found = queries.get_link(outside_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            act(found, form.again_on.data, form.note.data or "", actor=actor, now=clock.now())
            flash(_("적었습니다. 그날 오늘 할 일에 다시 나옵니다."))
            return redirect(back_or(url_for(".link", outside_id=outside_id)))
    return _link_page(outside_id, form)


@bp.post("/<uuid:outside_id>/silent")
@requires(Permission.REFERRAL_MANAGE)
def give_up(outside_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), GiveUpForm()
    found = queries.get_link(outside_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.give_up(found, form.tried.data or "", actor=actor, now=clock.now())
            flash(_("답이 없는 것으로 적었습니다. 다른 기관에 부탁할 수 있습니다."))
            return redirect(back_or(url_for(".link", outside_id=outside_id)))
    return _link_page(outside_id, form)


@bp.post("/<uuid:outside_id>/withdraw")
@requires(Permission.REFERRAL_MANAGE)
def withdraw(outside_id: UUID) -> ResponseReturnValue:
    return _take_back(outside_id, actions.withdraw_link)


@bp.post("/<uuid:outside_id>/recall")
@requires(Permission.REFERRAL_MANAGE)
def recall(outside_id: UUID) -> ResponseReturnValue:
    return _take_back(outside_id, actions.recall_link)


def _take_back(outside_id: UUID, act: Callable[..., None]) -> ResponseReturnValue:
    actor, form = current_actor(), WithdrawForm()
    found = queries.get_link(outside_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            told_on, words = form.told_on.data, form.details.data or ""
            act(found, form.why.data, actor=actor, now=clock.now(), told_on=told_on, words=words)
            flash(_("그 기관에 알릴 일로 적었습니다.") if found.is_to_be_told else _("거둔 것으로 적었습니다."))
            return redirect(url_for(".link", outside_id=outside_id))
    return _link_page(outside_id, form)


@bp.post("/<uuid:outside_id>/told")
@requires(Permission.REFERRAL_MANAGE)
def tell(outside_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), TellForm()
    found = queries.get_link(outside_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            actions.tell_body(found, form.told_on.data, form.said.data or "", actor=actor, now=clock.now())
            flash(_("그 기관에 알린 것으로 적었습니다."))
            return redirect(back_or(url_for(".link", outside_id=outside_id)))
    return _link_page(outside_id, form)


def link_to_link(outside_id: UUID) -> linking.Link | None:
    found = linking.seen(queries.get_link, outside_id)
    return linking.Link(_("다른 기관에 부탁한 일"), url_for("outside.link", outside_id=outside_id)) if found else None
