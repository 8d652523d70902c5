"""What was asked for on people's behalf: the list, asking, and the answer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.caseload.queries import case_of_household
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.aid import actions, queries
from portal.monitoring.aid.forms import AnswerAidForm, AskForAidForm
from portal.monitoring.aid.states import AID_STATES, AidVerb
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("aid", __name__)


@bp.get("/aid")
@requires(Permission.AID_WRITE)
def aids() -> ResponseReturnValue:
    viewer, year = current_actor(), clock.day_of(clock.now()).year
    show_all = request.args.get("show") == "all"
    return page(
        "aid/aids.html",
        found=queries.aids_for(viewer, page_number(), only_open=not show_all),
        show_all=show_all,
        years=[queries.year_of_aid(each, viewer=viewer) for each in (year, year - 1)],
        now=clock.now(),
    )


@bp.route("/households/<uuid:household_id>/aid", methods=["GET", "POST"])
@requires(Permission.AID_WRITE)
def ask(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case = case_of_household(household_id, viewer=actor)
    form = AskForAidForm(asked_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            asked = actions.ask_for_aid(case, case.household.person, form.asking, actor=actor, now=now)
            flash(_("적었습니다. 답이 올 때가 되면 할 일에 나옵니다."))
            return redirect(url_for(".aid", aid_id=asked.id))
    return page("aid/ask.html", form=form, case=case)


@bp.route("/aid/<uuid:aid_id>", methods=["GET", "POST"])
@requires(Permission.AID_WRITE)
def aid(aid_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_aid(aid_id, viewer=actor)
    form = AnswerAidForm(answered_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            actions.answer_aid(found, form.answer, actor=actor, now=now)
            flash(_("답을 적었습니다."))
            return redirect(back_or(url_for(".aid", aid_id=aid_id)))
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="aid")
    return page("aid/aid.html", form=form, aid=found, steps=history(AID_STATES, found.id), act=ActionForm(), now=now)


STEPS = {
    AidVerb.WITHDRAW: (actions.withdraw_aid, N_("거둔 것으로 적었습니다.")),
    AidVerb.APPEAL: (actions.appeal_aid, N_("이의를 신청한 것으로 적었습니다. 답이 올 때가 되면 할 일에 나옵니다.")),
    AidVerb.STRIKE: (actions.strike_aid, N_("잘못 적은 것으로 표시했습니다. 통계에서 뺍니다.")),
}


@bp.post("/aid/<uuid:aid_id>/<any(withdraw, appeal, strike):verb>")
@requires(Permission.AID_WRITE)
def step(aid_id: UUID, verb: str) -> ResponseReturnValue:
    actor, (act, words) = current_actor(), STEPS[AidVerb(verb)]
    act(queries.get_aid(aid_id, viewer=actor), actor=actor, now=clock.now())
    flash(_(words))
    return redirect(url_for(".aid", aid_id=aid_id))


def link_to_aid(aid_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_aid, aid_id)
    return links.Link(_("대신 신청한 급여"), url_for("aid.aid", aid_id=aid_id)) if found else None
