"""Pages on which papers are added to a meeting, and from which whoever is asked fetches them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings.about import note_reading, people_in
from portal.consortium.meetings.links import INVITED, UNDER
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.queries import get_meeting
from portal.consortium.meetings.reaching import seat_by_link
from portal.consortium.meetings.states import NOT_OVER, RESTRICTED
from portal.consortium.papers import actions, queries
from portal.consortium.papers.files import FILES
from portal.consortium.papers.models import MeetingPaper
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.forms import AddedForm, prepared_upload, sealed_upload
from portal.documents.sent import Sent
from portal.documents.views import added_file
from portal.web.access import current_actor, public, requires
from portal.web.early import prepares
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("papers", __name__, url_prefix=UNDER)
PAPERS = "/<uuid:meeting_id>/papers"
NOBODY = "papers for those who are asked, with nobody in care in them; else it leads to the file that is asked about"


def _sealed(meeting_id: UUID) -> Sent | None:
    get_meeting(meeting_id, viewer=current_actor())
    return sealed_upload(FILES)


@bp.route(f"{PAPERS}/new", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
@prepares(_sealed)
def add(meeting_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    meeting = get_meeting(meeting_id, viewer=actor)
    form = AddedForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_paper(meeting, form.title.data, prepared_upload(), actor=actor, now=clock.now())
            flash(_("자료를 붙였습니다."))
            return redirect(_papers_of(meeting))
    return page("papers/add.html", form=form, meeting=meeting)


@bp.post(f"{PAPERS}/<uuid:paper_id>/remove")
@requires(Permission.MEETING_MANAGE)
def remove(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    paper = queries.get_paper(meeting_id, paper_id, viewer=actor)
    meeting = paper.meeting
    actions.remove_paper(paper, actor=actor, now=clock.now())
    flash(_("자료를 뺐습니다."))
    return redirect(_papers_of(meeting))


@bp.get(f"{PAPERS}/<uuid:paper_id>")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, NOBODY)
def paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    found = queries.get_paper(meeting_id, paper_id, viewer=current_actor())
    if found.meeting.kind in RESTRICTED:
        return redirect(url_for(".paper_about_people", meeting_id=meeting_id, paper_id=paper_id))
    return added_file(FILES.store(), found)


def _people_in(meeting_id: UUID, paper_id: UUID) -> int:
    return people_in(_about_people(meeting_id, paper_id).meeting)


@bp.get(f"{PAPERS}/<uuid:paper_id>/about-people")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.PERSONS, N_("통합지원회의 자료"), count=_people_in)
def paper_about_people(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    found = _about_people(meeting_id, paper_id)
    note_reading([found.meeting], actor=current_actor(), now=clock.now())
    return added_file(FILES.store(), found)


def _about_people(meeting_id: UUID, paper_id: UUID) -> MeetingPaper:
    found = queries.get_paper(meeting_id, paper_id, viewer=current_actor())
    if found.meeting.kind not in RESTRICTED:
        raise NotFound
    return found


@bp.get(f"{INVITED}/papers/<uuid:paper_id>")
@public("the link proves who is asked")
@hands_out(Inside.NOBODY, NOBODY)
def invited_paper(token: str, paper_id: UUID) -> ResponseReturnValue:
    seat = seat_by_link(token)
    if seat is None:
        raise NotFound
    return added_file(FILES.store(), queries.paper_by_link(seat, paper_id, clock.now()))


def _papers_of(meeting: Meeting) -> str:
    return url_for("meetings.meeting", meeting_id=meeting.id, _anchor="papers")


def on_meeting(meeting: Meeting) -> str:
    """What whoever is asked reads beforehand, and afterwards beside the minutes."""
    actor = current_actor()
    papers = queries.papers_of(meeting, viewer=actor)
    writes = actor.can(Permission.MEETING_MANAGE) and meeting.state in NOT_OVER
    if not papers and not writes:
        return ""
    tells = writes and queries.will_be_told(meeting, papers, clock.now())
    return render_template("papers/_on_meeting.html", meeting=meeting, papers=papers, writes=writes, tells=tells)


def on_invitation(seat: Attendee, token: str) -> str:
    papers = queries.papers_by_link(seat, clock.now())
    return render_template("papers/_on_invitation.html", papers=papers, token=token) if papers else ""
