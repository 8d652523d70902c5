"""Asking co-operatives for the answers that they owe, one or several at once."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.coordinators.referrals import actions, queries
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import why_no_reminder
from portal.coordinators.referrals.views.blueprint import bp
from portal.core import clock
from portal.core.dates import format_moment
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.notifications.states import Audience, Channel
from portal.notifications.telling import flash_with_messages, promise
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.numbered import said
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.several import Planned, act_on_each, chosen_ids, tell_refused
from portal.web.words import gettext as _


@bp.get("/unanswered")
@requires(Permission.REFERRAL_MANAGE)
def unanswered() -> ResponseReturnValue:
    """What co-operatives have not answered, to be chosen from."""
    found = queries.awaiting_answer(current_actor())
    return page("referrals/unanswered.html", referrals=found, all_chosen="all" in request.args, now=clock.now())


@bp.post("/<uuid:referral_id>/remind")
@requires(Permission.REFERRAL_MANAGE)
def remind(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    actions.remind_of_answer(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_("답을 재촉했습니다."))
    return redirect(back_or(url_for(".referral", referral_id=referral_id)))


@bp.route("/reminders", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def remind_several() -> ResponseReturnValue:
    """Says which were chosen and whom it reminds, then reminds them."""
    actor, now, form = current_actor(), clock.now(), ActionForm()
    found = queries.referrals_among(chosen_ids(), viewer=actor)
    if not found:
        flash(_("고른 연계가 없습니다. 목록에서 먼저 골라 주십시오."), "warning")
        return redirect(url_for(".unanswered"))
    if form.validate_on_submit():
        done = act_on_each(found, lambda one: actions.remind_of_answer(one, actor=actor, now=now), _name)
        if done.done:
            flash_with_messages(
                _("%(count)d건의 답을 재촉했습니다: %(names)s.", count=len(done.done), names=done.names)
            )
        tell_refused(done)
        return redirect(url_for(".unanswered"))
    planned = [
        Planned(
            _name(one),
            _("%(when)s까지 답하기로 한 연계", when=format_moment(one.answer_due_at)),
            _(why_no_reminder(one.state, one.answer_reminded_at, now)),
        )
        for one in found
    ]
    sends = promise(Audience.COOPERATIVE, Channel.MAIL, now)
    return page("referrals/remind_several.html", form=form, referrals=found, planned=planned, sends=sends)


def _name(referral: Referral) -> str:
    return f"{referral.organisation.short_name} {said(referral.number, Series.REFERRAL)}"
