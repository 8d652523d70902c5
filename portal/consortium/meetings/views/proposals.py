"""Where proposals stand, for whoever made them and for the office; they may be taken back or moved."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions
from portal.consortium.meetings.forms import MoveForm
from portal.consortium.meetings.proposing import get_proposal, proposals_for, standings_of
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.words import gettext as _


@bp.get("/proposals")
@requires(Permission.MEETING_JOIN)
def proposals() -> ResponseReturnValue:
    asked = request.args.get("kind", "")
    kind = MeetingKind(asked) if asked in set(MeetingKind) else None
    found = proposals_for(kind, page_number(), viewer=current_actor())
    rows = standings_of(list(found.items))
    return page("meetings/proposals.html", page=found, rows=rows, kind=kind, kinds=list(MeetingKind))


@bp.post("/proposals/<uuid:proposal_id>/withdraw")
@requires(Permission.MEETING_JOIN)
def proposal_withdraw(proposal_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.withdraw_proposal(get_proposal(proposal_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("제안을 거두었습니다."))
    return redirect(url_for(".proposals"))


@bp.route("/proposals/<uuid:proposal_id>/move", methods=["GET", "POST"])
@requires(Permission.MEETING_JOIN)
def proposal_move(proposal_id: UUID) -> ResponseReturnValue:
    """`NotFound` for what stays where it is."""
    actor = current_actor()
    found, form = get_proposal(proposal_id, viewer=actor), MoveForm()
    if not standings_of([found])[0].may_move:
        raise NotFound
    form.leave_out(found.kind)
    if form.validate_on_submit():
        with form.refusals():
            actions.move_proposal(found, MeetingKind(form.kind.data), actor=actor, now=clock.now())
            flash(_("제안을 옮겼습니다."))
            return redirect(url_for(".proposals"))
    return page("meetings/move_proposal.html", form=form, proposal=found)
