"""Pages on which a line is disputed and a dispute is settled."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.benefits.settlement import actions, queries
from portal.benefits.settlement.forms import DisputeForm, HandOverForm, SettleForm
from portal.benefits.settlement.states import MustAct
from portal.benefits.settlement.views.blueprint import bp, dispute_at, line_at, statement_url
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/disputes")
@requires(Permission.STATEMENT_MANAGE)
def disputes() -> ResponseReturnValue:
    """What is still to be found out, for all co-operatives."""
    return page("settlement/disputes.html", disputes=queries.open_disputes(viewer=current_actor()))


@bp.route("/lines/<uuid:line_id>/dispute", methods=["GET", "POST"])
@requires(Permission.STATEMENT_ACT)
def dispute(line_id: UUID) -> ResponseReturnValue:
    line = line_at(line_id)
    form = DisputeForm()
    if form.validate_on_submit():
        with form.refusals():
            must_act = MustAct(form.must_act.data)
            actions.raise_dispute(
                line, reason=form.reason.data, must_act=must_act, actor=current_actor(), now=clock.now()
            )
            flash(_("이 줄을 보류했습니다. 나머지는 그대로 진행됩니다."))
            return redirect(statement_url(line.statement))
    return page("settlement/dispute.html", form=form, line=line, statement=line.statement)


@bp.route("/disputes/<uuid:dispute_id>/settle", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def settle(dispute_id: UUID) -> ResponseReturnValue:
    found = dispute_at(dispute_id)
    form = SettleForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.settle_dispute(
                found,
                form.chosen,
                quantity=form.quantity.data,
                note=form.note.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(_("이의를 정리했습니다."))
            return redirect(statement_url(found.line.statement))
    return page("settlement/settle.html", form=form, dispute=found, line=found.line, statement=found.line.statement)


@bp.route("/disputes/<uuid:dispute_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
def hand_over(dispute_id: UUID) -> ResponseReturnValue:
    found = dispute_at(dispute_id)
    form = HandOverForm()
    form.offer(found.must_act)
    if form.validate_on_submit():
        with form.refusals():
            must_act = MustAct(form.must_act.data)
            actions.hand_dispute_over(found, must_act, actor=current_actor(), now=clock.now())
            flash(_("확인할 사람을 바꾸었습니다."))
            return redirect(url_for("settlement.disputes"))
    return page("settlement/hand_over.html", form=form, dispute=found, line=found.line)


@bp.post("/disputes/<uuid:dispute_id>/withdraw")
@requires(Permission.STATEMENT_OWN)
def withdraw(dispute_id: UUID) -> ResponseReturnValue:
    found = dispute_at(dispute_id)
    actions.withdraw_dispute(found, actor=current_actor(), now=clock.now())
    flash(_("이의를 거두었습니다."))
    return redirect(statement_url(found.line.statement))
