"""The list of meetings, planning, proposals."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import histories
from portal.consortium.meetings import actions, queries
from portal.consortium.meetings.forms import MeetingForm, ProposalForm
from portal.consortium.meetings.models import AgendaProposal
from portal.consortium.meetings.states import MEETING_STATES, MeetingKind, MeetingState, hands_on
from portal.consortium.meetings.views.blueprint import bp, meeting_url
from portal.consortium.members.queries import get_organisation
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page, page_number
from portal.web.words import gettext as _


@bp.get("")
@requires(Permission.MEETING_READ)
def meetings() -> ResponseReturnValue:
    actor = current_actor()
    asked = request.args.get("kind", "")
    kind = MeetingKind(asked) if asked in set(MeetingKind) else None
    if request.args.get("state") == MeetingState.CANCELLED:
        return _cancelled(actor)
    return page(
        "meetings/list.html",
        planned=queries.planned_meetings(viewer=actor),
        page=queries.closed_meetings(kind, page_number(), viewer=actor),
        kind=kind,
        kinds=list(MeetingKind),
        next_working=queries.planned_meeting(MeetingKind.WORKING),
        has_minutes=queries.last_closed(MeetingKind.WORKING) is not None,
        proposals=queries.waiting_proposals(MeetingKind.WORKING),
    )


def _cancelled(actor: Actor) -> ResponseReturnValue:
    """Those that were called off, each with when it was."""
    found = queries.cancelled_meetings(page_number(), viewer=actor)
    courses = histories(MEETING_STATES, [each.id for each in found.items])
    return page("meetings/cancelled.html", page=found, courses=courses)


@bp.post("/next")
@requires(Permission.MEETING_MANAGE)
def plan_next() -> ResponseReturnValue:
    """Next month's meeting in one click; a kind may be named, else it is the working meeting."""
    asked = request.form.get("kind", "")
    kind = MeetingKind(asked) if asked in set(MeetingKind) else MeetingKind.WORKING
    meeting = actions.plan_next_meeting(kind, actor=current_actor(), now=clock.now())
    told = _("다음 회의를 만들었습니다.")
    brought = _("지난 회의의 할 일과 제안된 안건이 들어 있습니다.")
    flash_with_messages(f"{told} {brought}" if hands_on(kind) else told)
    return redirect(meeting_url(meeting))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def new_meeting() -> ResponseReturnValue:
    """The kind may be named by the address."""
    actor, asked = current_actor(), request.args.get("kind", "")
    kind = MeetingKind(asked) if asked in set(MeetingKind) else MeetingKind.WORKING
    form = MeetingForm(host=current_settings().office_name, writer_name=actor.name, kind=kind.value)
    if form.validate_on_submit():
        with form.refusals():
            meeting = actions.plan_meeting(form.values(), actor=actor, now=clock.now())
            flash_with_messages(_("회의를 만들었습니다. 구성원을 참석자로 넣었습니다."))
            return redirect(meeting_url(meeting))
    return page("meetings/edit.html", form=form, meeting=None)


@bp.route("/proposals/new", methods=["GET", "POST"])
@requires(Permission.MEETING_JOIN)
def propose() -> ResponseReturnValue:
    actor = current_actor()
    form = ProposalForm(data=_beginning())
    if form.validate_on_submit():
        kind = MeetingKind(form.kind.data)
        with form.refusals():
            proposal = actions.propose_item(
                form.title.data,
                form.reason.data,
                actor=actor,
                now=clock.now(),
                proposer=proposer_words(actor),
                meeting_kind=kind,
            )
            flash(_proposed(proposal))
            return redirect(url_for("meetings.meetings"))
    return page("meetings/propose.html", form=form)


def _beginning() -> dict[str, str]:
    """For a meeting of the kind from whose page somebody comes; from minutes, to have them put right (`of`)."""
    asked, of = request.args.get("kind", ""), request.args.get("of", type=UUID)
    if of is None:
        return {"kind": asked if asked in set(MeetingKind) else MeetingKind.WORKING.value}
    found = queries.get_meeting_alone(of, viewer=current_actor())
    name = _("제%(number)d차 %(kind)s", number=found.number or 0, kind=label(found.kind))
    return {"kind": found.kind.value, "title": _("%(name)s 회의록 바로잡기", name=name)}


def _proposed(proposal: AgendaProposal) -> str:
    if not hands_on(proposal.kind):
        return _("제안을 받았습니다. 사무국이 어느 회의에서 다룰지 정합니다.")
    if proposal.item_id:
        return _("다음 회의 안건에 올렸습니다.")
    return _("제안을 받았습니다. 다음 회의를 만들 때 안건에 오릅니다.")


def proposer_words(actor: Actor) -> str:
    """Who proposes, with the organisation of a co-operative's staff."""
    if actor.organisation_id is None:
        return actor.name
    return _("%(name)s (%(organisation)s)", name=actor.name, organisation=get_organisation(actor.organisation_id).name)
