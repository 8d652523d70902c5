"""What a link of an invitation opens: whoever is asked says whether they come, without signing in.

Programs open the links of mails, too: only a button answers.
"""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.forms import DeputyForm
from portal.consortium.meetings.links import INVITED
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.reaching import invited_by_link
from portal.consortium.meetings.rules import refuse_reply
from portal.consortium.meetings.states import RESTRICTED, InvitationReply
from portal.consortium.meetings.timing import schedule_of
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.core.errors import DomainError
from portal.web.access import current_actor, public, works_here
from portal.web.forms import translated
from portal.web.pages import page
from portal.web.words import gettext as _

ANSWERS = ", ".join(each.value for each in (InvitationReply.COMING, InvitationReply.DECLINED))


@bp.route(INVITED, methods=["GET", "POST"])
@public("the link proves who is asked")
def invited(token: str) -> ResponseReturnValue:
    """The form on it names a deputy, who names nobody else."""
    found = invited_by_link(token)
    if found is None:
        return _nobody()
    seat, form = found.seat, DeputyForm()
    if not found.is_deputy and form.validate_on_submit():
        with form.refusals():
            sent = {"deputy": form.deputy.data, "deputy_email": form.deputy_email.data or ""}
            return _answer(seat, InvitationReply.DEPUTY, token, **sent)
    meeting = seat.meeting
    points = [] if meeting.kind in RESTRICTED else meeting.items
    return page(
        "meetings/invited.html",
        form=form,
        seat=seat,
        is_deputy=found.is_deputy,
        token=token,
        points=points,
        schedule=schedule_of(points, meeting.starts_at, meeting.ends_at),
        refusal=_refusal(seat),
        confirms=bool(charter_of(meeting.kind).confirm_days),
        is_apart=meeting.kind in RESTRICTED,
        is_staff=works_here(),
    )


@bp.post(f"{INVITED}/<any({ANSWERS}):reply>")
@public("the link proves who is asked")
def answer(token: str, reply: str) -> ResponseReturnValue:
    """A button without a field."""
    found = invited_by_link(token)
    if found is None:
        return _nobody()
    if not found.is_deputy:
        return _answer(found.seat, InvitationReply(reply), token)
    comes = reply == InvitationReply.COMING
    actions.answer_as_deputy(found.seat, comes=comes, actor=current_actor(), now=clock.now())
    if comes:
        flash(_("답을 적었습니다. 고맙습니다."))
        return redirect(url_for(".invited", token=token))
    return redirect(url_for(".stays_away"))


@bp.get("/invited/stays-away")
@public("thanks a deputy who said that they do not come, and tells nothing")
def stays_away() -> ResponseReturnValue:
    return page("meetings/stays_away.html")


def _answer(seat: Attendee, reply: InvitationReply, token: str, **deputy: str) -> ResponseReturnValue:
    actions.answer_invitation(seat, reply, actor=current_actor(), now=clock.now(), **deputy)
    flash(_("답을 적었습니다. 고맙습니다."))
    return redirect(url_for(".invited", token=token))


def _nobody() -> ResponseReturnValue:
    return page("meetings/invited_nobody.html")[0], 404


def _refusal(seat: Attendee) -> str:
    """Why no answer is taken any more; "" while one is."""
    try:
        refuse_reply(seat.meeting, now=clock.now())
    except DomainError as error:
        return translated(error)
    return ""
