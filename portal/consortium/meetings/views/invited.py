"""What a link of an invitation opens: whoever is asked says whether they come, without signing in.

Programs open the links of mails, too: only a button answers.
"""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions, queries
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.forms import DeputyForm
from portal.consortium.meetings.links import INVITED
from portal.consortium.meetings.models import Attendee
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
    """The form on it names a deputy."""
    seat = queries.seat_by_link(token)
    if seat is None:
        return _nobody()
    form = DeputyForm()
    if form.validate_on_submit():
        with form.refusals():
            sent = {"deputy": form.deputy.data, "deputy_email": form.deputy_email.data or ""}
            return _answer(seat, InvitationReply.DEPUTY, token, **sent)
    meeting = seat.meeting
    points = [] if meeting.kind in RESTRICTED else meeting.items
    return page(
        "meetings/invited.html",
        form=form,
        seat=seat,
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
    seat = queries.seat_by_link(token)
    return _answer(seat, InvitationReply(reply), token) if seat else _nobody()


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
